package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Greedy completions of every family, in ragged batches with shared prompts. */
class GreedyCompletionsTest {

  @ParameterizedTest
  @EnumSource
  void areThoseOfTransformers(TinyModel tiny) {
    List<TinyModel.Sequence> goldens = tiny.goldens().sequences();
    List<GenerationRequest> requests = new ArrayList<>();
    List<int[]> expected = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      for (TinyModel.Sequence golden : goldens) {
        int[] prompt = Arrays.copyOf(golden.tokenIds(), golden.promptLength());
        requests.add(new GenerationRequest(prompt, copy));
        expected.add(golden.greedy());
      }
    }
    try (LanguageModel model = Tiny.open(tiny);
        RolloutEngine engine = Tiny.engine(model, ComputeType.FLOAT32, 5, 2)) {
      List<Completion> completions = engine.generate(requests, Sampling.greedy(24));
      assertThat(completions.stream().map(Completion::tokenIds))
          .containsExactlyElementsOf(expected);
    }
  }
}
