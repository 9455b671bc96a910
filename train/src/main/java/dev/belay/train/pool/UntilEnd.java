package dev.belay.train.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a run ended that was to end at an accuracy ({@code train.until}).
 *
 * @param met whether it came to it
 * @param wanted the accuracy, a share
 * @param reached that of its last look
 */
public record UntilEnd(boolean met, double wanted, double reached) {

  /** As a run's result has it; empty where the recipe names no accuracy. */
  public static Optional<UntilEnd> of(JsonNode result) {
    JsonNode until = result.path("until");
    return until.isObject()
        ? Optional.of(
            new UntilEnd(
                until.path("met").asBoolean(),
                until.path("accuracy_wanted").asDouble(),
                until.path("accuracy_reached").asDouble()))
        : Optional.empty();
  }

  /**
   * That some did not come to it, in a sentence; empty where all did. Who learned less has as a
   * rule lost less, which is no merit.
   *
   * @param whose the arm or setting
   */
  public static Optional<String> note(String whose, List<UntilEnd> ends) {
    List<UntilEnd> missed = ends.stream().filter(end -> !end.met()).toList();
    return missed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: %d of %d runs did not come to the accuracy that was to end them (%s; %s wanted), so what it lost is not set against others at one accuracy."
                .formatted(
                    whose,
                    missed.size(),
                    ends.size(),
                    missed.stream()
                        .map(end -> TextTable.percent(end.reached()))
                        .collect(Collectors.joining(", ")),
                    TextTable.percent(missed.getFirst().wanted())));
  }
}
