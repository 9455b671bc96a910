package dev.belay.core.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

  /**
   * Lines that say nothing of why it ended: the hint of a command that failed, for whoever runs it
   * by hand, and what the JVM says of itself.
   */
  private static final List<String> IDLE =
      List.of("belay: set BELAY_DEBUG", "WARNING: Using incubator modules");

  /** What shells, and Java, add to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private static final int KILL = 9;
  private static final int SIGNALS = 64;

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

  /**
   * Why an attempt ended, in a line: what it said last, and before that the signal that ended it,
   * upon which it could say no more.
   */
  public static String gist(int exit, String reason) {
    Optional<String> said =
        reason
            .lines()
            .filter(line -> !line.isBlank() && IDLE.stream().noneMatch(line::startsWith))
            .reduce((first, last) -> last);
    int signal = exit - SIGNALLED;
    if (signal <= 0 || signal > SIGNALS) {
      return said.orElse("it said nothing");
    }
    return "ended by signal %d%s%s"
        .formatted(
            signal,
            signal == KILL ? ", as by a system out of memory" : "",
            said.map(words -> "; its last words: " + words).orElse(""));
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
