package dev.belay.train.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.Printable;
import dev.belay.core.sweep.Attempt;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.pool.PoolText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code sweep.json} says, for a terminal of 80 columns: the verdict, a table an axis. */
public final class SweepTable {

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
      text.append('\n')
          .append(
              PoolText.table(
                  ablation.path("axis").asText(), ablation.path("rows"), SweepTable::name));
      tables++;
    }
    if (details || tables == 0) {
      text.append('\n')
          .append(PoolText.table("every setting", sweep.path("settings"), SweepTable::name));
    }
    text.append('\n')
        .append(
            PoolText.legend(
                sweep.path("confidence").asDouble(), " A row averages over the other axes."));
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
      Optional<NonInferiority> safety = PoolText.safety(setting);
      held += safety.equals(Optional.of(NonInferiority.HELD)) ? 1 : 0;
      not += safety.equals(Optional.of(NonInferiority.DID_NOT_HOLD)) ? 1 : 0;
      unknown += safety.equals(Optional.of(NonInferiority.CANNOT_TELL)) ? 1 : 0;
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

  private static String name(JsonNode row) {
    if (row.has("value")) {
      return row.path("value").asText();
    }
    List<String> values = new ArrayList<>();
    row.path("values").properties().forEach(entry -> values.add(entry.getValue().asText()));
    return values.isEmpty() ? "all seeds" : String.join(" ", values);
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
                    Attempt.gist(cell.path("exit").asInt(), cell.path("reason").asText()),
                    cell.path("folder").asText()));
      }
    }
    return lines;
  }
}
