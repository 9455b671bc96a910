package dev.belay.safety.compare;

import dev.belay.core.stats.McNemarExact;
import dev.belay.safety.eval.TextTable;

/** What the columns of a breakdown mean, for below its tables. */
final class BreakdownLegend {
  private BreakdownLegend() {}

  static String of(Breakdown breakdown) {
    return columns(breakdown.confidence()) + tests(breakdown);
  }

  private static String columns(double confidence) {
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

  private static String tests(Breakdown breakdown) {
    if (breakdown.by() == RowKey.ATTACK) {
      return """
      asked: prompts; n: distinct requests. The same text in several benchmarks or under several
      attacks is one request, with the mean of its verdicts; the same request in other words is not
      known to be the same. p: exact, by the signs of whole requests; exact McNemar where each was
      asked once. Holm: p for the rows of the table at once, without "all". No verdict rests on
      these means.
      """;
    }
    return breakdown.tables().stream().anyMatch(table -> table.all().isPresent())
        ? """
        p: exact McNemar (score test of several completions). all attacks: each distinct request once, with
        the mean of its verdicts; p: exact, by the signs of whole requests. Holm: p for all categories of
        the benchmark under all its attacks at once; of "all attacks", for those rows at once.
        """
        : """
        p: exact McNemar (score test of several completions). Holm: p for all categories of the benchmark
        at once.
        """;
  }
}
