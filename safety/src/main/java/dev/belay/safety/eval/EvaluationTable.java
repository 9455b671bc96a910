package dev.belay.safety.eval;

import dev.belay.core.stats.Interval;
import dev.belay.safety.correction.CorrectionNotes;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * One evaluation as text for a terminal: a row a suite. First the rate over what was decided; then,
 * as shares of all completions, what became of them: refused, complied with, undecided, and of the
 * undecided those that say nothing.
 */
public final class EvaluationTable {
  private static final List<String> HEADER =
      List.of(
          "suite",
          "share",
          "n",
          "rate",
          "95 % interval",
          "refused",
          "complied",
          "undecided",
          "incoherent",
          "harmful",
          "cut off");

  private EvaluationTable() {}

  private static final List<String> BOUNDS =
      List.of("suite", "rate", "worst case", "exact", "corrected", "95 % interval", "by audit");

  /** The table; lines end with {@code \n}. */
  public static String print(EvaluationResult result) {
    TextTable table = new TextTable(HEADER, Set.of(0, 1));
    result.suites().forEach(suite -> table.add(row(SuiteSummary.of(suite))));
    return table.print();
  }

  /**
   * What the rates could be: whatever the undecided are, by the exact interval, and without the
   * judge's errors; then what the columns mean.
   */
  public static String printBounds(EvaluationResult result) {
    TextTable table = new TextTable(BOUNDS, Set.of(0));
    TreeSet<String> judges = new TreeSet<>();
    for (SuiteResult suite : result.suites()) {
      table.add(bounds(SuiteSummary.of(suite)));
      if (suite.info().isCorrectable()) {
        judges.add(suite.info().judges().getFirst());
      }
    }
    return table.print()
        + "Worst case: all undecided counted one way and the other. Exact: Clopper-Pearson, 95 %.\n"
        + CorrectionNotes.of(judges, MeasuredErrors::shipped);
  }

  private static List<String> bounds(SuiteSummary suite) {
    return List.of(
        suite.info().name(),
        suite.rate().map(rate -> TextTable.percent(rate.rate())).orElse("-"),
        suite.lowestRate().isPresent()
            ? TextTable.range(suite.lowestRate().getAsDouble(), suite.highestRate().orElseThrow())
            : "-",
        suite.rate().flatMap(RateEstimate::exact).map(EvaluationTable::range).orElse("-"),
        suite.corrected().map(rate -> TextTable.percent(rate.value())).orElse("-"),
        suite.corrected().map(rate -> range(rate.interval())).orElse("-"),
        suite.corrected().map(rate -> TextTable.range(rate.lowest(), rate.highest())).orElse("-"));
  }

  private static List<String> row(SuiteSummary suite) {
    Optional<SuiteShares> shares = suite.shares();
    return List.of(
        suite.info().name(),
        suite.info().kind().verb(),
        Long.toString(suite.tally().yes() + suite.tally().no()),
        suite.rate().map(rate -> TextTable.percent(rate.rate())).orElse("-"),
        suite.rate().map(rate -> range(rate.interval())).orElse("-"),
        shares.map(share -> percent(share.refused())).orElse("-"),
        shares.map(share -> percent(share.complied())).orElse("-"),
        shares.map(share -> TextTable.percent(share.undecided())).orElse("-"),
        shares.map(share -> TextTable.percent(share.incoherent())).orElse("-"),
        shares.map(share -> percent(share.harmful())).orElse("-"),
        shares.map(share -> TextTable.percent(share.truncated())).orElse("-"));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? TextTable.percent(share.getAsDouble()) : "-";
  }

  private static String range(Interval interval) {
    return TextTable.range(interval.low(), interval.high());
  }
}
