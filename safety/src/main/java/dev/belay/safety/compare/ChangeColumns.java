package dev.belay.safety.compare;

import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The one table of a comparison that fits a terminal of 80 columns: how each suite changed, under
 * the share that its rate is of.
 */
public final class ChangeColumns {

  private static final List<String> HEADER =
      List.of("share, suite", "n", "before", "after", "change", "interval", "held");

  private ChangeColumns() {}

  /**
   * The table; lines end with {@code \n}.
   *
   * @param held the answer to "did it hold?" in a word or two; empty where nothing is asked
   */
  public static String print(List<SuiteComparison> suites, Function<SuiteComparison, String> held) {
    TextTable table = new TextTable(HEADER, Set.of(0, HEADER.size() - 1));
    String share = "";
    for (SuiteComparison suite : suites) {
      if (!suite.info().kind().verb().equals(share)) {
        share = suite.info().kind().verb();
        table.add(List.of(share, "", "", "", "", "", ""));
      }
      List<String> row = new ArrayList<>(List.of("  " + suite.info().name()));
      row.addAll(cells(suite.change()));
      row.add(held.apply(suite));
      table.add(row);
    }
    return table.printWithin(Prose.WIDTH);
  }

  /** How many were decided, the shares before and after, the change and its interval. */
  public static List<String> cells(SuiteChange change) {
    return switch (change) {
      case SuiteChange.NothingDecided none -> List.of("0", "-", "-", "-", "-");
      case SuiteChange.Measured measured ->
          List.of(
              Long.toString(measured.decided()),
              TextTable.number(100 * measured.before(), 1),
              TextTable.number(100 * measured.after(), 1),
              TextTable.points(measured.change()),
              ComparisonTable.interval(measured.interval()));
    };
  }

  /** What the columns are, for below the table; lines end with {@code \n}. */
  public static String legend(double confidence) {
    return Prose.wrap(
        "Shares in per cent, changes in points on the same prompts, %s %% intervals."
            .formatted(ComparisonTable.shortest(100 * confidence)));
  }

  /**
   * One line for all that was left undecided; empty when nothing was. Lines end with {@code \n}.
   */
  public static String undecided(List<SuiteComparison> suites) {
    List<String> parts = new ArrayList<>();
    for (SuiteComparison suite : suites) {
      SuiteChange.Undecided undecided = suite.change().undecided();
      if (undecided.before() + undecided.after() > 0) {
        parts.add(
            "%s %d / %d of %d"
                .formatted(
                    suite.info().name(), undecided.before(), undecided.after(), suite.prompts()));
      }
    }
    return parts.isEmpty()
        ? ""
        : Prose.wrap("Undecided before / after, left out: " + String.join("; ", parts) + ".", "  ");
  }
}
