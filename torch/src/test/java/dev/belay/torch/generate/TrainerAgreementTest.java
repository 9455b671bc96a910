package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Log-probs that the engine noted when it drew the tokens, against those of the trainer's forward
 * pass: ragged prompts up to 70 tokens, some shared, completions up to 40 behind them. Where a
 * model treats long sequences otherwise, a token counts if it was drawn on the side of that length
 * on which its sequence ended: the trainer sees the whole sequence.
 */
class TrainerAgreementTest {

  @ParameterizedTest
  @EnumSource
  void fp32LogProbsAreTheTrainers(TinyModel tiny) {
    double[] gaps = gaps(tiny, ComputeType.FLOAT32);
    assertThat(Arrays.stream(gaps).max().orElseThrow()).isLessThan(5e-5);
  }

  /** Logits go up to 15, whose bf16 neighbours are 0.06 apart. */
  @ParameterizedTest
  @EnumSource
  void bf16LogProbsAreTheTrainersBarRounding(TinyModel tiny) {
    double[] gaps = gaps(tiny, ComputeType.BFLOAT16);
    assertThat(Arrays.stream(gaps).average().orElseThrow()).isLessThan(0.05);
  }

  private static double[] gaps(TinyModel tiny, ComputeType type) {
    try (LanguageModel model = Tiny.open(tiny);
        RolloutEngine engine = Tiny.engine(model, type, 7, 2);
        Decoder decoder = Decoder.frozen(model, type);
        TensorScope _ = new TensorScope()) {
      List<GenerationRequest> requests = Tiny.raggedRequests(16, model.config().vocabularySize());
      List<Completion> completions = engine.generate(requests, Sampling.atTemperature(1, 40));
      List<int[]> sequences = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        int[] prompt = requests.get(i).promptTokenIds();
        int[] completion = completions.get(i).tokenIds();
        int[] sequence = Arrays.copyOf(prompt, prompt.length + completion.length);
        System.arraycopy(completion, 0, sequence, prompt.length, completion.length);
        sequences.add(sequence);
      }
      PackedBatch batch = PackedBatch.of(sequences);
      Tensor logits =
          torch
              .linear(decoder.forward(batch), decoder.headParameter().value())
              .to(ScalarType.Float);
      Tensor laws = torch.log_softmax(logits, 1);
      int shortLength = model.config().attention().shortLength();
      return IntStream.range(0, requests.size())
          .boxed()
          .flatMapToDouble(
              i -> {
                int first = batch.starts()[i] + requests.get(i).promptTokenIds().length - 1;
                float[] own = completions.get(i).logProbs();
                int[] tokens = completions.get(i).tokenIds();
                int whole = requests.get(i).promptTokenIds().length + own.length;
                boolean isLong = whole > shortLength;
                return IntStream.range(0, own.length)
                    .filter(t -> whole - own.length + t > shortLength == isLong)
                    .mapToDouble(t -> own[t] - value(laws, first + t, tokens[t]))
                    .map(Math::abs);
              })
          .toArray();
    }
  }

  private static double value(Tensor laws, int row, int column) {
    try (TensorScope _ = new TensorScope()) {
      return laws.select(0, row).select(0, column).item_double();
    }
  }
}
