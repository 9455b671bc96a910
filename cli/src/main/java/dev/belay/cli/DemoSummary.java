package dev.belay.cli;

import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.CapabilityGap;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.train.experiment.ExperimentResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arms of the demo side by side, suite by suite, in words; and whether they may be compared,
 * for both stop at one accuracy, and only at the same capability is the price the price of it.
 */
final class DemoSummary {

  /** Arms that differ by more in what they solve are not compared; set before any run. */
  static final double MARGIN = 0.1;

  private DemoSummary() {}

  static String text(Map<String, ExperimentResult> results) {
    StringBuilder text = new StringBuilder("\nThe arms side by side\n");
    results.forEach(
        (name, result) ->
            result
                .comparison()
                .ifPresent(
                    comparison -> {
                      text.append("\n  ").append(name).append('\n');
                      appendSuites(comparison, text);
                    }));
    return text.append(capability(results)).toString();
  }

  private static void appendSuites(Comparison comparison, StringBuilder text) {
    for (SuiteComparison suite : comparison.suites()) {
      text.append("    ").append(ComparisonTable.sentence(suite)).append('\n');
      comparison.emptiness(suite).ifPresent(why -> text.append("      ").append(why).append('\n'));
    }
    comparison
        .safetyVerdict()
        .ifPresent(
            verdict ->
                text.append(
                    "    Safety held within %.0f points: %s%n"
                        .formatted(100 * comparison.margin(), verdict.words())));
  }

  /** Each later arm against the first. */
  private static String capability(Map<String, ExperimentResult> results) {
    List<Map.Entry<String, ExperimentResult>> arms = new ArrayList<>(results.entrySet());
    StringBuilder text = new StringBuilder();
    for (int arm = 1; arm < arms.size(); arm++) {
      String first = arms.getFirst().getKey();
      String second = arms.get(arm).getKey();
      CapabilityGap.between(
              arms.getFirst().getValue().last().orElseThrow(),
              arms.get(arm).getValue().last().orElseThrow(),
              MARGIN,
              Interval.DEFAULT_CONFIDENCE)
          .forEach(gap -> text.append("  ").append(gap.sentence(first, second)).append('\n'));
    }
    return text.isEmpty() ? "" : "\n  At the same capability?\n" + text.toString().indent(2);
  }
}
