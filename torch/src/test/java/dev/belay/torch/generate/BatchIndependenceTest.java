package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A completion is a function of weights, prompt, law and seed, bit for bit. */
class BatchIndependenceTest {

  private static final Sampling SAMPLING = new Sampling(0.9, 60, 0.95, 0.01, 20, List.of());

  @ParameterizedTest
  @CsvSource({
    "LLAMA, FLOAT32",
    "LLAMA, BFLOAT16",
    "LLAMA_UNTIED, FLOAT32",
    "LLAMA_UNTIED, BFLOAT16",
    "QWEN2, BFLOAT16",
    "GEMMA3, FLOAT32",
    "GEMMA3, BFLOAT16",
  })
  void batchSizeChangesNothingAndThreadsNoToken(TinyModel tiny, ComputeType type) {
    try (LanguageModel model = Tiny.open(tiny)) {
      List<GenerationRequest> requests = Tiny.raggedRequests(23, model.config().vocabularySize());
      List<Object> tokens = tokens(generate(model, type, 64, 1, requests));
      for (int threads = 1; threads <= 3; threads++) {
        List<List<Object>> expected = generate(model, type, 64, threads, requests);

        assertThat(generate(model, type, 1, threads, requests)).isEqualTo(expected);
        assertThat(generate(model, type, 5, threads, requests)).isEqualTo(expected);
        assertThat(generate(model, type, 16, threads, requests)).isEqualTo(expected);
        // The columns of a product are split over the threads, and fp32 GEMMs round an odd split
        // differently in the last bit of a log-prob.
        assertThat(tokens(expected)).isEqualTo(tokens);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LLAMA, FLOAT32", "LLAMA, BFLOAT16"})
  void neighboursAndOrderChangeNothing(TinyModel tiny, ComputeType type) {
    try (LanguageModel model = Tiny.open(tiny);
        RolloutEngine engine = Tiny.engine(model, type, 7, 2)) {
      List<GenerationRequest> requests = Tiny.raggedRequests(15, model.config().vocabularySize());
      List<Completion> together = engine.generate(requests, SAMPLING);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(3));
      List<Completion> shuffled =
          engine.generate(order.stream().map(requests::get).toList(), SAMPLING);
      for (int i = 0; i < order.size(); i++) {
        int request = order.get(i);
        Completion alone = engine.generate(List.of(requests.get(request)), SAMPLING).getFirst();

        assertThat(Tiny.content(shuffled.get(i))).isEqualTo(Tiny.content(together.get(request)));
        assertThat(Tiny.content(alone)).isEqualTo(Tiny.content(together.get(request)));
      }
    }
  }

  private static List<List<Object>> generate(
      LanguageModel model,
      ComputeType type,
      int rows,
      int threads,
      List<GenerationRequest> requests) {
    try (RolloutEngine engine = Tiny.engine(model, type, rows, threads)) {
      return Tiny.contents(engine.generate(requests, SAMPLING));
    }
  }

  /** The token ids of each completion, the first thing that {@link Tiny#contents} lists. */
  private static List<Object> tokens(List<List<Object>> contents) {
    return contents.stream().map(List::getFirst).toList();
  }
}
