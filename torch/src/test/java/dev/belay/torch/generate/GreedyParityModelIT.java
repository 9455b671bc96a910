package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Forty prompts in fp32 against the completions of {@code transformers}, which {@code
 * bench/peers/hf_greedy.py} wrote.
 */
class GreedyParityModelIT {

  private static final String MODEL = "smollm2-135m-instruct";
  private static final int MAX_TOKENS = 64;

  @Test
  void greedyCompletionsOfTheRealModelAreThoseOfTransformers() throws IOException {
    List<JsonNode> goldens = goldens();
    List<GenerationRequest> requests =
        goldens.stream()
            .map(golden -> new GenerationRequest(ints(golden.path("prompt_token_ids")), 0))
            .toList();
    RolloutOptions options = RolloutOptions.of(ComputeType.FLOAT32);
    try (LanguageModel model =
            LanguageModel.open(ModelStore.ofEnvironment(Progress.SILENT).resolve(MODEL));
        RolloutEngine engine =
            new RolloutEngine(model, model.tokenizer(), model.eosTokenIds(), options)) {
      List<Completion> completions = engine.generate(requests, Sampling.greedy(MAX_TOKENS));

      assertThat(goldens).hasSize(40);
      for (int i = 0; i < goldens.size(); i++) {
        assertThat(completions.get(i).tokenIds())
            .as(goldens.get(i).path("id").asText())
            .isEqualTo(ints(goldens.get(i).path("token_ids")));
      }
    }
  }

  private static List<JsonNode> goldens() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GreedyParityModelIT.class.getResourceAsStream("parity-goldens.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(json.readTree(line));
      }
    }
    return lines;
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }
}
