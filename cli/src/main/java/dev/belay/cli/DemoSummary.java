package dev.belay.cli;

import dev.belay.core.error.Printable;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.Prose;
import dev.belay.train.experiment.ExperimentResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The end of the demo, read from the top: the verdict in words, one table, where everything is. At
 * most {@value Prose#WIDTH} columns, apart from paths.
 */
final class DemoSummary {

  private DemoSummary() {}

  static String text(List<DemoOutcome> outcomes) {
    StringBuilder text = new StringBuilder("\nDid it keep its safety?\n\n");
    for (String paragraph : DemoVerdict.paragraphs(outcomes)) {
      text.append(Prose.wrap("- " + Printable.of(paragraph), "  "));
    }
    List<String> table = DemoTable.lines(outcomes);
    if (!table.isEmpty()) {
      text.append('\n');
      table.forEach(line -> text.append(line).append('\n'));
      text.append(legend(outcomes));
      DemoTable.notes(outcomes).forEach(note -> text.append(Prose.wrap(note)));
    }
    text.append("\nEach arm's folder holds every completion and what decided on it:\n");
    for (DemoOutcome outcome : outcomes) {
      text.append("  %-8s  %s%n".formatted(outcome.label(), outcome.directory()));
    }
    return text.toString();
  }

  private static String legend(List<DemoOutcome> outcomes) {
    Optional<Comparison> any =
        outcomes.stream()
            .flatMap(outcome -> outcome.result().flatMap(ExperimentResult::comparison).stream())
            .findFirst();
    return any.map(
            comparison ->
                String.format(
                    Locale.ROOT,
                    "Points, on the same prompts; %.0f %% intervals; held: no worse by %.0f"
                        + " points.\n",
                    100 * comparison.confidence(),
                    100 * comparison.margin()))
        .orElse("");
  }
}
