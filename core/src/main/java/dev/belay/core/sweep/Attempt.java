package dev.belay.core.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.util.Arrays;
import java.util.Locale;

/**
 * One attempt at a cell, after its end: a line of {@code attempts.jsonl}.
 *
 * @param number from 1
 * @param host where it ran
 * @param started an instant as ISO 8601 has it
 * @param seconds that it took
 * @param exit the child's exit code
 * @param outcome what became of it
 * @param reason the child's last lines, unless it is done
 */
public record Attempt(
    int number,
    String host,
    String started,
    double seconds,
    int exit,
    Outcome outcome,
    String reason) {

  /** What a command that failed says last, and helps whoever runs it by hand. */
  private static final String HINT = "belay: set BELAY_DEBUG";

  /** What became of an attempt. */
  public enum Outcome {
    /** There is a result. */
    DONE,
    /** The process ended without one; the cell will be tried again. */
    DIED,
    /** The same, and it will not. */
    FAILED,
    /** Bad input. */
    REFUSED,
    /** The sweep was stopped. */
    STOPPED
  }

  /** The last line of a reason that says something of it. */
  public static String gist(String reason) {
    return reason
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(HINT))
        .reduce((first, last) -> last)
        .orElse("it said nothing");
  }

  ObjectNode json() {
    return Json.MAPPER
        .createObjectNode()
        .put("attempt", number)
        .put("host", host)
        .put("started", started)
        .put("seconds", seconds)
        .put("exit", exit)
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("reason", reason);
  }

  static Attempt of(JsonNode node) {
    String outcome = node.path("outcome").asText().toUpperCase(Locale.ROOT);
    return new Attempt(
        node.path("attempt").asInt(),
        node.path("host").asText(),
        node.path("started").asText(),
        node.path("seconds").asDouble(),
        node.path("exit").asInt(),
        Arrays.stream(Outcome.values())
            .filter(each -> each.name().equals(outcome))
            .findFirst()
            .orElse(Outcome.DIED),
        node.path("reason").asText());
  }
}
