package dev.belay.train.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Pools, as {@link PoolJson} has them, in words and tables of 80 columns. */
public final class PoolText {

  private static final List<String> HEADER =
      List.of("", "n", "before", "after", "change", "interval", "sd", "held");

  /** The column of words beside the first. */
  private static final int HELD = 7;

  private PoolText() {}

  /**
   * A table; lines end with {@code \n}. Above the suites stand the means over those of harmful
   * requests, where there are any.
   *
   * @param rows pools, each with its {@code suites} and {@code means}
   * @param name of a row
   */
  public static String table(String title, JsonNode rows, Function<JsonNode, String> name) {
    TextTable table = new TextTable(HEADER, Set.of(0, HELD));
    boolean isEmpty = true;
    for (String field : List.of("means", "suites")) {
      isEmpty &= !add(table, rows, field, name);
    }
    return title + "\n" + (isEmpty ? "  nothing to compare yet\n" : table.printWithin(Prose.WIDTH));
  }

  /** Adds a block of rows for each suite; whether there is any. */
  private static boolean add(
      TextTable table, JsonNode rows, String field, Function<JsonNode, String> name) {
    Set<String> suites = new LinkedHashSet<>();
    rows.forEach(row -> row.path(field).forEach(one -> suites.add(one.path("suite").asText())));
    for (String suite : suites) {
      table.add(heading(suite, rows, field));
      for (JsonNode row : rows) {
        table.add(cells("  " + name.apply(row), suite(row, field, suite)));
      }
    }
    return !suites.isEmpty();
  }

  private static List<String> heading(String suite, JsonNode rows, String field) {
    String metric = "";
    for (JsonNode row : rows) {
      JsonNode found = suite(row, field, suite);
      metric = found.isMissingNode() ? metric : found.path("metric").asText();
    }
    List<String> cells = new ArrayList<>(List.of(suite + ", " + metric.replace('_', ' ')));
    HEADER.stream().skip(1).forEach(column -> cells.add(""));
    return cells;
  }

  private static JsonNode suite(JsonNode row, String field, String name) {
    for (JsonNode suite : row.path(field)) {
      if (suite.path("suite").asText().equals(name)) {
        return suite;
      }
    }
    return row.path("none");
  }

  private static List<String> cells(String name, JsonNode suite) {
    if (suite.isMissingNode()) {
      return List.of(name, "0", "-", "-", "-", "-", "-", "");
    }
    JsonNode sd = suite.path("spread").path("sd");
    return List.of(
        name,
        suite.path("n").asText() + "\u00d7" + suite.path("seeds").asText(),
        TextTable.number(100 * suite.path("before").asDouble(), 1),
        TextTable.number(100 * suite.path("after").asDouble(), 1),
        TextTable.points(suite.path("change").asDouble()),
        "[%s, %s]"
            .formatted(
                TextTable.points(suite.path("low").asDouble()),
                TextTable.points(suite.path("high").asDouble())),
        sd.isMissingNode() ? "-" : TextTable.number(100 * sd.asDouble(), 1),
        suite.path("held").asText().replace('_', ' '));
  }

  /** What the columns say; lines end with {@code \n}. */
  public static String legend(double confidence, String more) {
    return Prose.wrap(
        "n: prompts\u00d7seeds. Rates in %%, changes in points, with %s %% intervals for other prompts and, from two seeds on, other seeds; sd: standard deviation of the change over seeds.%s"
            .formatted(TextTable.number(100 * confidence, 0), more));
  }

  /**
   * Whether the refusals of harmful requests held in every suite of a pool: it did not if it did
   * not in one; empty where none was held to a margin.
   */
  public static Optional<NonInferiority> safety(JsonNode pool) {
    List<NonInferiority> verdicts = new ArrayList<>();
    for (JsonNode suite : pool.path("suites")) {
      if (suite.path("kind").asText().equals(SuiteKind.HARMFUL.snakeCase()) && suite.has("held")) {
        verdicts.add(NonInferiority.valueOf(suite.path("held").asText().toUpperCase(Locale.ROOT)));
      }
    }
    return verdicts.isEmpty() ? Optional.empty() : Optional.of(NonInferiority.all(verdicts));
  }
}
