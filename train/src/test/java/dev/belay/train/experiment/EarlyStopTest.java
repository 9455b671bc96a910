package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.stats.Rate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run's log says of the accuracy that was to end it. */
class EarlyStopTest {

  private static TrainSpec.UntilSpec until() {
    DataSpec data =
        RecipeReader.parse(
                """
                name: x
                model: { name: x }
                train: { method: sft, data: { source: arithmetic } }
                """,
                "x.yaml",
                List.of())
            .train()
            .orElseThrow()
            .data()
            .getFirst();
    return new TrainSpec.UntilSpec(data, 0.2, 3, 16);
  }

  private static List<JsonNode> lines(String... lines) throws JsonProcessingException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      parsed.add(Json.MAPPER.readTree(line));
    }
    return parsed;
  }

  @Test
  void theLastLookCounts() throws JsonProcessingException {
    List<JsonNode> log =
        lines(
            "{\"step\": 3, \"validation_accuracy\": 0.31, \"validation_undecided\": 0}",
            "{\"step\": 6, \"validation_accuracy\": 0.07, \"validation_undecided\": 2}",
            "{\"step\": 7}");
    EarlyStop stop = EarlyStop.of(until(), 100, log).orElseThrow();
    assertThat(stop).isEqualTo(new EarlyStop(0.2, new Rate(7, 100), 2, 6));
    assertThat(stop.met()).isFalse();
    assertThat(stop.json())
        .hasToString(
            "{\"met\":false,\"accuracy_wanted\":0.2,\"accuracy_reached\":0.07,"
                + "\"problems\":100,\"undecided\":2,\"step\":6}");
  }

  @Test
  void theWantedAccuracyItselfIsReached() throws JsonProcessingException {
    List<JsonNode> log = lines("{\"step\": 9, \"validation_accuracy\": 0.2}");
    assertThat(EarlyStop.of(until(), 30, log).orElseThrow().met()).isTrue();
  }

  @Test
  void withoutALookThereIsNothingToSay() throws JsonProcessingException {
    assertThat(EarlyStop.of(until(), 30, lines("{\"step\": 1, \"loss\": 2.5}"))).isEmpty();
    assertThat(EarlyStop.of(until(), 30, List.of())).isEmpty();
  }
}
