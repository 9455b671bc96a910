package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Completions that grow past the length from which the model turns all queries and keys otherwise,
 * here 40 tokens, so that their cache of more than a block is computed anew.
 */
class GrowingSequencesTest {

  /** Of 32 positions of two layers with two heads of 8, in fp32. */
  private static final long BLOCK_BYTES = 2L * 2 * 2 * 32 * 8 * 4;

  private static final Sampling SAMPLING = Sampling.atTemperature(1, 40);

  private static LanguageModel model() throws IOException {
    Path directory = TinyModel.PHI3.directory();
    Path config = directory.resolve("config.json");
    String moved =
        Files.readString(config)
            .replace(
                "\"original_max_position_embeddings\": 24",
                "\"original_max_position_embeddings\": 40");
    Files.writeString(config, moved);
    LanguageModel model = LanguageModel.open(directory);
    assertThat(model.config().attention().shortLength()).isEqualTo(40);
    return model;
  }

  /** Four times a prompt that crosses soon, a short one that crosses late, and one that is long. */
  private static List<GenerationRequest> requests() {
    Random random = new Random(3);
    int[] soon = random.ints(36, 3, 64).toArray();
    int[] late = random.ints(5, 3, 64).toArray();
    int[] already = random.ints(41, 3, 64).toArray();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      requests.add(new GenerationRequest(soon, seed));
    }
    requests.add(new GenerationRequest(late, 4));
    requests.add(new GenerationRequest(already, 5));
    return requests;
  }

  private static List<List<Object>> contents(LanguageModel model, RolloutOptions options) {
    try (RolloutEngine engine = new RolloutEngine(model, Tiny.LETTERS, List.of(), options)) {
      List<Completion> completions = engine.generate(requests(), SAMPLING);
      return Tiny.contents(completions);
    }
  }

  @Test
  void dependNeitherOnTheBatchNorOnTheRoomThereIs() throws IOException {
    RolloutOptions options = RolloutOptions.of(ComputeType.FLOAT32).withThreads(2);
    try (LanguageModel model = model()) {
      List<List<Object>> together = contents(model, options);
      assertThat(contents(model, options.withMaxBatchRows(1))).isEqualTo(together);
      assertThat(contents(model, options.withMaxBatchRows(3))).isEqualTo(together);
      // One completion of 81 tokens, and its prompt beside it.
      assertThat(contents(model, options.withMaxCacheBytes(6 * BLOCK_BYTES))).isEqualTo(together);
    }
  }

  @Test
  void areThoseOfOneTokenAtATime() throws IOException {
    GenerationRequest request = requests().getFirst();
    try (LanguageModel model = model();
        RolloutEngine engine =
            new RolloutEngine(
                model, Tiny.LETTERS, List.of(), RolloutOptions.of(ComputeType.FLOAT32))) {
      int[] grown = engine.generate(List.of(request), Sampling.greedy(10)).getFirst().tokenIds();
      int[] tokens = request.promptTokenIds();
      for (int token : grown) {
        Completion one =
            engine
                .generate(List.of(new GenerationRequest(tokens, 0)), Sampling.greedy(1))
                .getFirst();
        assertThat(one.tokenIds()).containsExactly(token);
        tokens = Arrays.copyOf(tokens, tokens.length + 1);
        tokens[tokens.length - 1] = token;
      }
    }
  }
}
