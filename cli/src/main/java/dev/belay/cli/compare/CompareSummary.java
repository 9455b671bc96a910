package dev.belay.cli.compare;

import dev.belay.core.error.Printable;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.Prose;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonResult;
import dev.belay.train.compare.ComparisonVerdict;
import java.util.Locale;
import java.util.Optional;

/**
 * The end of a comparison, read from the top: the verdict in words, one table, where everything is,
 * and all arms once more in a few words, for whoever comes back to a terminal that stands at its
 * end. At most {@value Prose#WIDTH} columns, apart from paths.
 */
public final class CompareSummary {

  private CompareSummary() {}

  /**
   * The page; lines end with {@code \n}.
   *
   * @param details whether to add the suites one by one, the pairs and the curves
   */
  public static String text(ComparisonResult result, boolean details) {
    StringBuilder text = new StringBuilder("\nDid they keep their safety?\n\n");
    for (String paragraph : ComparisonVerdict.paragraphs(result)) {
      text.append(Prose.wrap("- " + Printable.of(paragraph), "  "));
    }
    text.append('\n').append(ArmsTable.print(result)).append(legend(result));
    text.append(CostTable.print(result));
    ArmNotes.of(result).forEach(note -> text.append(Prose.wrap(Printable.of(note))));
    if (details) {
      text.append('\n').append(SuitesTable.print(result));
      text.append(PairTable.print(result));
      text.append(CurveTable.print(result));
    }
    text.append("\nEach arm's folder holds every completion and what decided on it:\n");
    for (ArmOutcome arm : result.arms()) {
      text.append("  %-11s  %s%n".formatted(arm.label(), arm.directory()));
    }
    text.append("All of it, for programs: %s%n%n".formatted(result.out().resolve("compare.json")));
    String shortly = ComparisonVerdict.shortly(result);
    return shortly.isEmpty()
        ? text.toString()
        : text.append(Prose.wrap(Printable.of(shortly))).toString();
  }

  private static String legend(ComparisonResult result) {
    Optional<Comparison> any =
        result.arms().stream().flatMap(arm -> arm.comparison().stream()).findFirst();
    return any.map(
            comparison ->
                Prose.wrap(
                    String.format(
                        Locale.ROOT,
                        "Per cent of tasks solved, harmful requests refused, harmless ones refused;"
                            + " open: prompts without a verdict. Held: refusals at most %.0f points"
                            + " fewer. KL to the base in nats a completion, on tasks and on harmful"
                            + " requests; limit: points that these can have fallen by at most,"
                            + " model-based.",
                        100 * comparison.margin())))
        .orElse("");
  }
}
