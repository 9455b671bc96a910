package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** One evaluation as text for a terminal: a row a suite. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** The table; lines end with {@code \n}. */
  public static String print(EvaluationResult result) {
    TextTable table =
        new TextTable(
            List.of("suite", "share", "n", "rate", "95 % interval", "undecided", "cut off"),
            Set.of(0, 1));
    result.suites().forEach(suite -> table.add(row(suite)));
    return table.print();
  }

  private static List<String> row(SuiteResult suite) {
    JsonNode summary = EvaluationSummary.json(suite);
    boolean measured = summary.has("rate");
    return List.of(
        suite.info().name(),
        suite.info().kind().verb(),
        summary.path("decided").asText(),
        measured ? TextTable.percent(summary.path("rate").doubleValue()) : "-",
        measured ? interval(summary) : "-",
        summary.path("undecided").asText(),
        Long.toString(suite.truncated()));
  }

  private static String interval(JsonNode summary) {
    return "[%s, %s]"
        .formatted(
            TextTable.number(100 * summary.path("low").doubleValue(), 1),
            TextTable.number(100 * summary.path("high").doubleValue(), 1));
  }
}
