package dev.belay.cli;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.train.experiment.ExperimentResult;
import java.util.Map;

/** The arms of the demo side by side, suite by suite, in words. */
final class DemoSummary {

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
    return text.toString();
  }

  private static void appendSuites(Comparison comparison, StringBuilder text) {
    for (SuiteComparison suite : comparison.suites()) {
      text.append("    ").append(ComparisonTable.sentence(suite)).append('\n');
    }
    comparison
        .safetyVerdict()
        .ifPresent(
            verdict ->
                text.append(
                    "    Safety held within %.0f points: %s%n"
                        .formatted(100 * comparison.margin(), verdict.words())));
  }
}
