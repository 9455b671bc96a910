package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyLlama;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a completion says about itself against the logits of one pass over prompt and completion.
 */
class LogProbsTest {

  @ParameterizedTest
  @CsvSource({"TIED, FLOAT32", "TIED, BFLOAT16", "UNTIED, FLOAT32"})
  void logProbsAreThoseOfTheWholeSequence(TinyLlama tiny, ComputeType type) {
    double temperature = 0.8;
    try (LanguageModel model = Tiny.open(tiny);
        RolloutEngine engine = Tiny.engine(model, type, 8, 2)) {
      int vocabulary = model.config().vocabularySize();
      List<GenerationRequest> requests = Tiny.raggedRequests(6, vocabulary);
      List<Completion> completions =
          engine.generate(requests, Sampling.atTemperature(temperature, 10));
      for (int i = 0; i < requests.size(); i++) {
        int[] prompt = requests.get(i).promptTokenIds();
        int[] ids = completions.get(i).tokenIds();
        int[] all = Arrays.copyOf(prompt, prompt.length + ids.length);
        System.arraycopy(ids, 0, all, prompt.length, ids.length);
        float[] logits = Logits.of(model, type, all);
        for (int t = 0; t < ids.length; t++) {
          int start = (prompt.length + t - 1) * vocabulary;
          float[] row = Arrays.copyOfRange(logits, start, start + vocabulary);

          assertThat((double) completions.get(i).untemperedLogProbs()[t])
              .isCloseTo(logProb(row, ids[t], 1), offset(1e-5));
          assertThat((double) completions.get(i).logProbs()[t])
              .isCloseTo(logProb(row, ids[t], temperature), offset(1e-5));
        }
      }
    }
  }

  private static double logProb(float[] logits, int tokenId, double temperature) {
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit / temperature);
    }
    return logits[tokenId] / temperature - Math.log(total);
  }
}
