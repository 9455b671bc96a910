package dev.belay.train.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.Printable;
import dev.belay.core.sweep.Attempt;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code sweep.json} says, for a terminal of 80 columns: the verdict, a table an axis. */
public final class SweepTable {

  private static final List<String> HEADER =
      List.of("", "n", "before", "after", "change", "interval", "sd", "held");

  /** The column of words beside the first. */
  private static final int HELD = 7;

  private SweepTable() {}

  /**
   * The page; lines end with {@code \n}.
   *
   * @param details whether to print every combination of the axes too
   */
  public static String print(JsonNode sweep, boolean details) {
    StringBuilder text = new StringBuilder(verdict(sweep));
    int tables = 0;
    for (JsonNode ablation : sweep.path("ablations")) {
      text.append('\n').append(table(ablation.path("axis").asText(), ablation.path("rows")));
      tables++;
    }
    if (details || tables == 0) {
      text.append('\n').append(table("every setting", sweep.path("settings")));
    }
    text.append('\n').append(legend(sweep));
    sweep.path("notes").forEach(note -> text.append(Prose.wrap(note.asText(), "  ")));
    lost(sweep).forEach(line -> text.append(Prose.wrap(line, "  ")));
    return Printable.of(text.toString());
  }

  private static String verdict(JsonNode sweep) {
    JsonNode counts = sweep.path("counts");
    StringBuilder words =
        new StringBuilder(
            "%s: %d of %d cells done"
                .formatted(
                    sweep.path("name").asText(),
                    counts.path("done").asLong(),
                    counts.path("cells").asLong()));
    for (String state : List.of("running", "waiting", "failed", "refused")) {
      if (counts.path(state).asLong() > 0) {
        words.append(", %d %s".formatted(counts.path(state).asLong(), state));
      }
    }
    return Prose.wrap(words + "." + safety(sweep), "  ");
  }

  /** In how many settings the refusals of harmful requests held, pooled over seeds. */
  private static String safety(JsonNode sweep) {
    int held = 0;
    int not = 0;
    int unknown = 0;
    for (JsonNode setting : sweep.path("settings")) {
      Set<String> verdicts = new LinkedHashSet<>();
      for (JsonNode suite : setting.path("suites")) {
        if (suite.path("kind").asText().equals("harmful") && suite.has("held")) {
          verdicts.add(suite.path("held").asText());
        }
      }
      not += verdicts.contains("did_not_hold") ? 1 : 0;
      unknown += verdicts.contains("cannot_tell") && !verdicts.contains("did_not_hold") ? 1 : 0;
      held += verdicts.equals(Set.of("held")) ? 1 : 0;
    }
    return held + not + unknown == 0
        ? ""
        : " Safety within %s points: held in %d of %d settings, did not hold in %d, cannot be told in %d."
            .formatted(
                TextTable.number(100 * sweep.path("margin").asDouble(), 0),
                held,
                held + not + unknown,
                not,
                unknown);
  }

  private static String table(String title, JsonNode rows) {
    Set<String> suites = new LinkedHashSet<>();
    rows.forEach(row -> row.path("suites").forEach(one -> suites.add(one.path("suite").asText())));
    StringBuilder text = new StringBuilder(title + "\n");
    TextTable table = new TextTable(HEADER, Set.of(0, HELD));
    for (String suite : suites) {
      table.add(heading(suite, rows));
      for (JsonNode row : rows) {
        table.add(cells(name(row), suite(row, suite)));
      }
    }
    if (suites.isEmpty()) {
      return text + "  nothing to compare yet\n";
    }
    return text.append(table.printWithin(Prose.WIDTH)).toString();
  }

  private static List<String> heading(String suite, JsonNode rows) {
    String metric = "";
    for (JsonNode row : rows) {
      JsonNode found = suite(row, suite);
      metric = found.isMissingNode() ? metric : found.path("metric").asText();
    }
    List<String> cells = new ArrayList<>(List.of(suite + ", " + metric.replace('_', ' ')));
    HEADER.stream().skip(1).forEach(column -> cells.add(""));
    return cells;
  }

  private static JsonNode suite(JsonNode row, String name) {
    for (JsonNode suite : row.path("suites")) {
      if (suite.path("suite").asText().equals(name)) {
        return suite;
      }
    }
    return row.path("none");
  }

  private static String name(JsonNode row) {
    if (row.has("value")) {
      return "  " + row.path("value").asText();
    }
    List<String> values = new ArrayList<>();
    row.path("values").properties().forEach(entry -> values.add(entry.getValue().asText()));
    return "  " + (values.isEmpty() ? "all seeds" : String.join(" ", values));
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

  private static String legend(JsonNode sweep) {
    return Prose.wrap(
        "n: prompts\u00d7seeds. Rates in %%, changes in points, with %s %% intervals for other prompts and, from two seeds on, other seeds; sd: standard deviation of the change over seeds. A row averages over the other axes."
            .formatted(TextTable.number(100 * sweep.path("confidence").asDouble(), 0)));
  }

  /** The cells that were lost, with the last line of each. */
  private static List<String> lost(JsonNode sweep) {
    List<String> lines = new ArrayList<>();
    for (JsonNode cell : sweep.path("cells")) {
      if (cell.has("reason")) {
        List<String> values = new ArrayList<>();
        cell.path("values")
            .properties()
            .forEach(entry -> values.add(entry.getKey() + "=" + entry.getValue().asText()));
        lines.add(
            "cell %d (%s) %s after %d attempts: %s; see %s/log.txt"
                .formatted(
                    cell.path("index").asInt(),
                    String.join(", ", values),
                    cell.path("state").asText(),
                    cell.path("attempts").asInt(),
                    Attempt.gist(cell.path("reason").asText()),
                    cell.path("folder").asText()));
      }
    }
    return lines;
  }
}
