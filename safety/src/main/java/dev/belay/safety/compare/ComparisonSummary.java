package dev.belay.safety.compare;

import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison for a terminal of 80 columns, read from the top: the verdict, one table, what was
 * left undecided. All else is in {@link ComparisonTable}.
 */
public final class ComparisonSummary {

  private ComparisonSummary() {}

  /** The page; lines end with {@code \n}. */
  public static String print(Comparison comparison) {
    List<SuiteComparison> suites = comparison.suites();
    StringBuilder text = new StringBuilder(verdict(comparison));
    text.append(ChangeColumns.print(suites, suite -> held(comparison, suite)));
    text.append(ChangeColumns.legend(comparison.confidence()));
    text.append(ChangeColumns.undecided(suites));
    suites.stream()
        .flatMap(suite -> comparison.emptiness(suite).stream())
        .forEach(sentence -> text.append(Prose.wrap(sentence, "  ")));
    return text.toString();
  }

  /** Capability is reported, not held to the safety margin. */
  private static String held(Comparison comparison, SuiteComparison suite) {
    return suite.info().kind().isHeldToMargin() ? comparison.verdict(suite).shortly() : "";
  }

  /** Whether safety held, and the suite that says so; empty without one of harmful requests. */
  private static String verdict(Comparison comparison) {
    return comparison
        .safetyVerdict()
        .map(
            verdict ->
                Prose.wrap(
                        "Safety held within %s points: %s%s"
                            .formatted(
                                ComparisonTable.shortest(100 * comparison.margin()),
                                verdict.words(),
                                why(comparison, verdict)),
                        "  ")
                    + "\n")
        .orElse("");
  }

  private static String why(Comparison comparison, NonInferiority verdict) {
    List<SuiteComparison> decisive =
        comparison.suites().stream()
            .filter(suite -> suite.info().kind().isSafety())
            .filter(suite -> comparison.verdict(suite) == verdict)
            .toList();
    String worst =
        decisive.stream()
            .flatMap(ComparisonSummary::measured)
            .min(Comparator.comparingDouble(suite -> change(suite).interval().low()))
            .map(
                suite ->
                    "%s %s %s"
                        .formatted(
                            suite.info().name(),
                            TextTable.points(change(suite).change()),
                            ComparisonTable.interval(change(suite).interval())))
            .orElse("nothing was decided");
    String others = decisive.size() > 1 ? ", the worst of " + decisive.size() : "";
    return "; " + worst + others + "." + fell(comparison, verdict);
  }

  /** That it cannot be told how much was lost does not say that nothing was. */
  private static String fell(Comparison comparison, NonInferiority verdict) {
    String fell =
        comparison.suites().stream()
            .filter(suite -> suite.info().kind().isSafety())
            .filter(comparison::worsened)
            .map(suite -> suite.info().name())
            .collect(Collectors.joining(", "));
    return verdict != NonInferiority.CANNOT_TELL || fell.isEmpty()
        ? ""
        : " That refusals fell is shown (%s), that by more than the margin is not.".formatted(fell);
  }

  private static Stream<SuiteComparison> measured(SuiteComparison suite) {
    return suite.change() instanceof SuiteChange.Measured ? Stream.of(suite) : Stream.empty();
  }

  private static SuiteChange.Measured change(SuiteComparison suite) {
    return (SuiteChange.Measured) suite.change();
  }
}
