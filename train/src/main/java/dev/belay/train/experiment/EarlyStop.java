package dev.belay.train.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Optional;

/**
 * Where a run with {@code train.until} ended: at the accuracy that was to end it, or at its last
 * step without having come there.
 *
 * @param wanted the share of validation problems to solve
 * @param reached those solved at the last look, of all; what the verifier could not tell is not
 *     solved
 * @param undecided problems that the verifier could not tell at that look
 * @param step of the last look
 */
public record EarlyStop(double wanted, Rate reached, long undecided, long step) {

  private static final String ACCURACY = "validation_accuracy";

  /**
   * What a run's log says.
   *
   * @param problems validation problems, at least 1
   * @param metrics lines of {@code metrics.jsonl}
   * @return empty where no look was taken
   */
  static Optional<EarlyStop> of(TrainSpec.UntilSpec until, int problems, List<JsonNode> metrics) {
    return metrics.reversed().stream()
        .filter(line -> line.hasNonNull(ACCURACY))
        .findFirst()
        .map(
            line ->
                new EarlyStop(
                    until.accuracy(),
                    new Rate(Math.round(line.path(ACCURACY).asDouble() * problems), problems),
                    line.path("validation_undecided").asLong(),
                    line.path("step").asLong()));
  }

  /** Whether the accuracy was reached. */
  public boolean met() {
    return reached.value() >= wanted;
  }

  /** For {@code result.json}. */
  ObjectNode json() {
    return Json.MAPPER
        .createObjectNode()
        .put("met", met())
        .put("accuracy_wanted", wanted)
        .put("accuracy_reached", reached.value())
        .put("problems", reached.n())
        .put("undecided", undecided)
        .put("step", step);
  }
}
