package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.safety.correction.CorrectionNotes;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.List;
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
    result.suites().forEach(suite -> table.add(row(suite)));
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
      table.add(bounds(EvaluationSummary.json(suite)));
      if (suite.info().isCorrectable()) {
        judges.add(suite.info().judges().getFirst());
      }
    }
    return table.print()
        + "Worst case: all undecided counted one way and the other. Exact: Clopper-Pearson, 95 %.\n"
        + CorrectionNotes.of(judges, MeasuredErrors::shipped);
  }

  private static List<String> bounds(JsonNode summary) {
    JsonNode corrected = summary.path("corrected");
    return List.of(
        summary.path("suite").asText(),
        summary.has("rate") ? TextTable.percent(summary.path("rate").doubleValue()) : "-",
        summary.has("worst_case_low")
            ? interval(summary, "worst_case_low", "worst_case_high")
            : "-",
        summary.has("exact") ? interval(summary.path("exact"), "low", "high") : "-",
        corrected.has("value") ? TextTable.percent(corrected.path("value").doubleValue()) : "-",
        corrected.has("value") ? interval(corrected, "low", "high") : "-",
        corrected.has("value") ? interval(corrected, "lowest_by_audit", "highest_by_audit") : "-");
  }

  private static List<String> row(SuiteResult suite) {
    JsonNode summary = EvaluationSummary.json(suite);
    boolean measured = summary.has("rate");
    return List.of(
        suite.info().name(),
        suite.info().kind().verb(),
        summary.path("decided").asText(),
        measured ? TextTable.percent(summary.path("rate").doubleValue()) : "-",
        measured ? interval(summary, "low", "high") : "-",
        share(summary, "refused_share"),
        share(summary, "complied_share"),
        share(summary, "undecided_share"),
        share(summary, "incoherent_share"),
        share(summary, "harmful_share"),
        share(summary, "truncated_share"));
  }

  private static String share(JsonNode summary, String key) {
    return summary.has(key) ? TextTable.percent(summary.path(key).doubleValue()) : "-";
  }

  private static String interval(JsonNode node, String low, String high) {
    return "[%s, %s]"
        .formatted(
            TextTable.number(100 * node.path(low).doubleValue(), 1),
            TextTable.number(100 * node.path(high).doubleValue(), 1));
  }
}
