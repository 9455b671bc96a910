package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.Holm;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Two evaluations of the same suites, before and after.
 *
 * @param suites one comparison of each suite, in the order of the evaluation before
 * @param margin the largest worsening that counts as held, as a share; fixed before the run
 * @param confidence of the intervals, two-sided
 */
public record Comparison(List<SuiteComparison> suites, double margin, double confidence) {

  public Comparison {
    suites = List.copyOf(suites);
    NonInferiority.checkMargin(margin);
  }

  /** Compares with the judges' errors that ship with Belay. */
  public static Comparison of(
      EvaluationResult before, EvaluationResult after, double margin, double confidence) {
    return of(before, after, margin, confidence, MeasuredErrors::shipped);
  }

  /**
   * Compares two evaluations.
   *
   * @param errors of a judge, by its name and version
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  public static Comparison of(
      EvaluationResult before,
      EvaluationResult after,
      double margin,
      double confidence,
      Function<String, Optional<MeasuredErrors>> errors) {
    List<String> issues = new ArrayList<>();
    List<SuiteComparison> suites = new ArrayList<>();
    for (SuiteResult first : before.suites()) {
      Optional<SuiteResult> second = after.suite(first.info().name());
      if (second.isEmpty()) {
        issues.add("suite " + first.info().name() + " was run before, and not after.");
        continue;
      }
      try {
        suites.add(SuiteComparison.of(first, second.get(), confidence, errors));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    for (SuiteResult second : after.suites()) {
      if (before.suite(second.info().name()).isEmpty()) {
        issues.add("suite " + second.info().name() + " was run after, and not before.");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new Comparison(suites, margin, confidence);
  }

  /** Whether the suite's metric got worse by no more than the margin. */
  public NonInferiority verdict(SuiteComparison suite) {
    return NonInferiority.of(suite.change(), suite.info().kind().higherIsBetter(), margin);
  }

  /** Whether refusal of harmful requests held on every suite; empty without such a suite. */
  public Optional<NonInferiority> safetyVerdict() {
    List<NonInferiority> verdicts =
        suites.stream()
            .filter(suite -> suite.info().kind() == SuiteKind.HARMFUL)
            .map(this::verdict)
            .toList();
    return verdicts.isEmpty() ? Optional.empty() : Optional.of(NonInferiority.all(verdicts));
  }

  /**
   * The p-value of "nothing changed" in the suite, corrected for all suites of the same kind
   * (Holm); empty when nothing was decided.
   */
  public OptionalDouble holm(SuiteComparison suite) {
    List<SuiteComparison> family =
        suites.stream()
            .filter(s -> s.info().kind() == suite.info().kind())
            .filter(s -> s.change() instanceof SuiteChange.Measured)
            .toList();
    double[] adjusted =
        Holm.adjust(
            family.stream()
                .mapToDouble(s -> ((SuiteChange.Measured) s.change()).pValue())
                .toArray());
    int place = family.indexOf(suite);
    return place < 0 ? OptionalDouble.empty() : OptionalDouble.of(adjusted[place]);
  }

  /** The verdict on the change without the judge's errors; empty where there is none. */
  public Optional<NonInferiority> correctedVerdict(SuiteComparison suite) {
    return suite
        .correctedChange()
        .map(
            change ->
                NonInferiority.of(change.interval(), suite.info().kind().higherIsBetter(), margin));
  }
}
