package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyLlama;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutEngineTest {

  private final LanguageModel model = LanguageModel.open(TinyLlama.TIED.directory());

  @AfterEach
  void close() {
    model.close();
  }

  private RolloutEngine engine(List<Integer> eos) {
    RolloutOptions options = RolloutOptions.of(ComputeType.FLOAT32);
    return new RolloutEngine(model, model.tokenizer(), eos, options);
  }

  @Test
  void greedyCompletionsAreThoseOfTransformers() {
    List<TinyLlama.Sequence> goldens = TinyLlama.TIED.goldens().sequences();
    List<GenerationRequest> requests =
        goldens.stream()
            .map(s -> Arrays.copyOf(s.tokenIds(), s.promptLength()))
            .map(prompt -> new GenerationRequest(prompt, 0))
            .toList();
    try (RolloutEngine engine = engine(List.of())) {
      List<Completion> completions = engine.generate(requests, Sampling.greedy(24));

      assertThat(completions.stream().map(Completion::tokenIds))
          .containsExactlyElementsOf(goldens.stream().map(TinyLlama.Sequence::greedy).toList());
    }
  }
}
