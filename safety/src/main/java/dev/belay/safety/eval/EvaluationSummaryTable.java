package dev.belay.safety.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One evaluation for a terminal of 80 columns: a row a suite under the share that its rate is of,
 * and what was left undecided. All else is in {@link EvaluationTable}.
 */
public final class EvaluationSummaryTable {

  private static final List<String> HEADER =
      List.of("share, suite", "n", "rate", "95 % interval", "undecided", "cut off");

  private EvaluationSummaryTable() {}

  /** The table and what its columns are; lines end with {@code \n}. */
  public static String print(EvaluationResult result) {
    TextTable table = new TextTable(HEADER, Set.of(0));
    String share = "";
    for (SuiteResult suite : result.suites()) {
      if (!suite.info().kind().verb().equals(share)) {
        share = suite.info().kind().verb();
        table.add(List.of(share, "", "", "", "", ""));
      }
      table.add(row(SuiteSummary.of(suite)));
    }
    return table.printWithin(Prose.WIDTH)
        + Prose.wrap(
            "n and rate: what was decided. Undecided and cut off: shares of all completions.");
  }

  private static List<String> row(SuiteSummary suite) {
    List<String> row = new ArrayList<>(List.of("  " + suite.info().name()));
    row.add(Long.toString(suite.tally().yes() + suite.tally().no()));
    row.add(suite.rate().map(rate -> TextTable.percent(rate.rate())).orElse("-"));
    row.add(
        suite
            .rate()
            .map(rate -> TextTable.range(rate.interval().low(), rate.interval().high()))
            .orElse("-"));
    row.add(suite.shares().map(shares -> TextTable.percent(shares.undecided())).orElse("-"));
    row.add(suite.shares().map(shares -> TextTable.percent(shares.truncated())).orElse("-"));
    return row;
  }
}
