package dev.belay.safety.compare;

import dev.belay.core.stats.McNemarExact;
import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.OptionalDouble;

/** The columns that tables of categories and of attacks share. */
final class ChangeCells {
  static final List<String> HEADER =
      List.of("n", "before", "after", "change", "interval", "p", "Holm", "undec.", "worst case");
  private static final int LONGEST_NAME = 35;

  private ChangeCells() {}

  static List<String> of(ChangeRow row) {
    SuiteChange.Undecided undecided = row.change().undecided();
    boolean any = undecided.before() + undecided.after() > 0;
    String open = any ? undecided.before() + " / " + undecided.after() : "";
    String worst =
        any ? ComparisonTable.interval(undecided.lowestChange(), undecided.highestChange()) : "";
    return switch (row.change()) {
      case SuiteChange.NothingDecided none ->
          List.of("0", "-", "-", "-", "-", "-", "-", open, worst);
      case SuiteChange.Measured measured ->
          List.of(
              Long.toString(measured.decided()),
              TextTable.percent(measured.before()),
              TextTable.percent(measured.after()),
              TextTable.points(measured.change()),
              row.told().map(told -> ComparisonTable.interval(told.interval())).orElse("too few"),
              p(row.told().isPresent(), OptionalDouble.of(measured.pValue())),
              p(row.told().isPresent(), row.holm()),
              open,
              worst);
    };
  }

  private static String p(boolean told, OptionalDouble p) {
    return told && p.isPresent() ? TextTable.pValue(p.getAsDouble()) : "-";
  }

  /** A name that leaves the numbers their place. */
  static String name(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
  }

  /** What the columns are, for below the table. */
  static String legend(double confidence) {
    return """
    Changes in percentage points on the same prompts; %s %% intervals. undec.: undecided before / after,
    left out; worst case: where the change lies however they fell. too few: n below %d; the exact p is
    then above %s even if all changed the same way, so nothing is tested.
    """
        .formatted(
            ComparisonTable.shortest(100 * confidence),
            McNemarExact.fewestPairs(1 - confidence),
            TextTable.number(1 - confidence, 4).replaceAll("\\.?0+$", ""));
  }
}
