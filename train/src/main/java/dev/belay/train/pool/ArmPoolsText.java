package dev.belay.train.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.Printable;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What {@link ArmPools} found, for a terminal of 80 columns: the verdict first. */
public final class ArmPoolsText {

  private ArmPoolsText() {}

  /** The page; lines end with {@code \n}. */
  public static String print(JsonNode pools) {
    StringBuilder text = new StringBuilder(Prose.wrap(verdict(pools), "  "));
    JsonNode arms = pools.path("arms");
    text.append('\n').append(PoolText.table("arms", arms, ArmPoolsText::name));
    text.append(compared(arms));
    text.append('\n').append(PoolText.legend(pools.path("confidence").asDouble(), ""));
    pools.path("notes").forEach(note -> text.append(Prose.wrap(note.asText(), "  ")));
    return Printable.of(text.toString());
  }

  /** Each arm less the first: in the means of harmful requests, and in tasks. */
  private static String compared(JsonNode arms) {
    return beside(
            arms,
            "mean of the suites of harmful requests",
            "more refused",
            arm -> arm.path("means"),
            mean -> mean.path("attack").asText())
        + beside(
            arms,
            "tasks",
            "more solved",
            ArmPoolsText::tasks,
            suite -> suite.path("suite").asText());
  }

  private static Iterable<JsonNode> tasks(JsonNode arm) {
    List<JsonNode> tasks = new ArrayList<>();
    for (JsonNode suite : arm.path("suites")) {
      if (suite.path("kind").asText().equals(SuiteKind.CAPABILITY.snakeCase())) {
        tasks.add(suite);
      }
    }
    return tasks;
  }

  /**
   * A table of what is set against the first arm; empty where nothing is.
   *
   * @param of what the rows are of
   * @param rows of an arm
   */
  private static String beside(
      JsonNode arms,
      String of,
      String column,
      Function<JsonNode, Iterable<JsonNode>> rows,
      Function<JsonNode, String> nameOfRow) {
    TextTable table = new TextTable(List.of("", column, "interval"), Set.of(0));
    boolean isEmpty = true;
    for (JsonNode arm : arms) {
      for (JsonNode row : rows.apply(arm)) {
        JsonNode difference = row.path("against_first");
        if (!difference.isMissingNode()) {
          isEmpty = false;
          table.add(
              List.of(
                  "  %s, %s".formatted(name(arm), nameOfRow.apply(row)),
                  TextTable.points(difference.path("change").asDouble()),
                  "[%s, %s]"
                      .formatted(
                          TextTable.points(difference.path("low").asDouble()),
                          TextTable.points(difference.path("high").asDouble()))));
        }
      }
    }
    return isEmpty
        ? ""
        : "\nbeside %s, %s\n%s".formatted(name(arms.path(0)), of, table.printWithin(Prose.WIDTH));
  }

  private static String name(JsonNode arm) {
    return arm.path("arm").asText();
  }

  private static String verdict(JsonNode pools) {
    List<String> held = new ArrayList<>();
    List<String> not = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    int runs = 0;
    for (JsonNode arm : pools.path("arms")) {
      runs += arm.path("runs").size();
      String name = name(arm);
      PoolText.safety(arm)
          .ifPresent(
              safety ->
                  (safety == NonInferiority.HELD
                          ? held
                          : safety == NonInferiority.DID_NOT_HOLD ? not : unknown)
                      .add(name));
    }
    String counts =
        "%s, %s.".formatted(count(pools.path("arms").size(), "arm"), count(runs, "run"));
    if (held.isEmpty() && not.isEmpty() && unknown.isEmpty()) {
      return counts;
    }
    List<String> parts = new ArrayList<>();
    add(parts, "held in every suite of harmful requests: ", held);
    add(parts, "did not hold in one or more: ", not);
    add(parts, "cannot be told in one or more: ", unknown);
    return "%s Safety within %s points: %s."
        .formatted(
            counts,
            TextTable.number(100 * pools.path("margin").asDouble(), 0),
            String.join("; ", parts));
  }

  private static void add(List<String> parts, String words, List<String> arms) {
    if (!arms.isEmpty()) {
      parts.add(words + String.join(", ", arms));
    }
  }

  private static String count(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
