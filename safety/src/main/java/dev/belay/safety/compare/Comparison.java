package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.Holm;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Two evaluations of the same suites, before and after.
 *
 * @param suites one comparison of each suite, in the order of the evaluation before
 * @param capability what the suites of tasks say beside their rates
 * @param margin the largest worsening that counts as held, as a share; fixed before the run
 * @param confidence of the intervals, two-sided
 */
public record Comparison(
    List<SuiteComparison> suites,
    List<CapabilityChange> capability,
    double margin,
    double confidence) {

  public Comparison {
    suites = List.copyOf(suites);
    capability = List.copyOf(capability);
    NonInferiority.checkMargin(margin);
  }

  /** A comparison of rates alone. */
  public Comparison(List<SuiteComparison> suites, double margin, double confidence) {
    this(suites, List.of(), margin, confidence);
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
   * @throws BadInputException with every suite that is in one of them only, and all that differs
   *     between the others
   */
  public static Comparison of(
      EvaluationResult before,
      EvaluationResult after,
      double margin,
      double confidence,
      Function<String, Optional<MeasuredErrors>> errors) {
    List<SuiteComparison> suites =
        PairedSuite.all(before, after).stream()
            .map(pairs -> SuiteComparison.of(pairs, confidence, errors))
            .toList();
    return new Comparison(
        corrected(suites), CapabilityChange.between(before, after), margin, confidence);
  }

  /** The p-values of all suites of one kind are one family (Holm). */
  private static List<SuiteComparison> corrected(List<SuiteComparison> suites) {
    List<SuiteComparison> corrected = new ArrayList<>(suites);
    for (SuiteKind kind : SuiteKind.values()) {
      int[] family =
          IntStream.range(0, suites.size())
              .filter(i -> suites.get(i).info().kind() == kind)
              .filter(i -> suites.get(i).change() instanceof SuiteChange.Measured)
              .toArray();
      double[] adjusted =
          Holm.adjust(
              Arrays.stream(family)
                  .mapToObj(suites::get)
                  .mapToDouble(suite -> ((SuiteChange.Measured) suite.change()).pValue())
                  .toArray());
      for (int i = 0; i < family.length; i++) {
        corrected.set(family[i], suites.get(family[i]).withHolm(adjusted[i]));
      }
    }
    return corrected;
  }

  /**
   * Whether the suite's metric got worse by no more than the margin. Over-refusal that held says
   * nothing where refusal of harmful requests did not, or is not known.
   */
  public NonInferiority verdict(SuiteComparison suite) {
    return weighed(
        suite, NonInferiority.of(suite.change(), suite.info().kind().higherIsBetter(), margin));
  }

  /**
   * Whether the suite's metric is shown to have got worse at all, by however little, at the
   * confidence of the intervals and corrected for all suites of the same kind (Holm). A change may
   * be shown to be one and its size be open.
   */
  public boolean worsened(SuiteComparison suite) {
    double p = holm(suite).orElse(1);
    return suite.change() instanceof SuiteChange.Measured measured
        && (suite.info().kind().higherIsBetter() ? measured.change() : -measured.change()) < 0
        && p < 1 - confidence;
  }

  private NonInferiority weighed(SuiteComparison suite, NonInferiority verdict) {
    return verdict == NonInferiority.HELD && OverRefusal.emptiness(this, suite).isPresent()
        ? NonInferiority.SAYS_NOTHING
        : verdict;
  }

  /** Why the verdict on a suite says nothing, in a sentence; empty where it says something. */
  public Optional<String> emptiness(SuiteComparison suite) {
    return verdict(suite) == NonInferiority.SAYS_NOTHING
        ? OverRefusal.emptiness(this, suite)
        : Optional.empty();
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
    return suite.row().holm();
  }

  /** The verdict on the change without the judge's errors; empty where there is none. */
  public Optional<NonInferiority> correctedVerdict(SuiteComparison suite) {
    return suite
        .correctedChange()
        .map(
            change ->
                weighed(
                    suite,
                    NonInferiority.of(
                        change.interval(), suite.info().kind().higherIsBetter(), margin)));
  }
}
