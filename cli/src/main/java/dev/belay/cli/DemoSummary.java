package dev.belay.cli;

import dev.belay.core.error.Printable;
import dev.belay.safety.compare.Comparison;
import dev.belay.train.experiment.ExperimentResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The end of the demo, read from the top: the verdict in words, one table, where everything is. At
 * most {@value #WIDTH} columns, apart from paths.
 */
final class DemoSummary {

  static final int WIDTH = 80;

  private DemoSummary() {}

  static String text(List<DemoOutcome> outcomes) {
    StringBuilder text = new StringBuilder("\nDid it keep its safety?\n\n");
    for (String paragraph : DemoVerdict.paragraphs(outcomes)) {
      text.append(wrapped(Printable.of(paragraph), "- ", "  "));
    }
    List<String> table = DemoTable.lines(outcomes);
    if (!table.isEmpty()) {
      text.append('\n');
      table.forEach(line -> text.append(line).append('\n'));
      text.append(legend(outcomes));
      DemoTable.notes(outcomes).forEach(note -> text.append(wrapped(note, "", "")));
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

  /** The text in lines of at most {@link #WIDTH} columns, broken at blanks. */
  static String wrapped(String text, String first, String rest) {
    StringBuilder lines = new StringBuilder(first);
    int column = first.length();
    boolean begun = false;
    for (String word : text.strip().split("\\s+", -1)) {
      if (begun && column + 1 + word.length() > WIDTH) {
        lines.append('\n').append(rest);
        column = rest.length();
      } else if (begun) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
      begun = true;
    }
    return lines.append('\n').toString();
  }
}
