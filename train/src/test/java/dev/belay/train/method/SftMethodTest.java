package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.step.EpochOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SftMethodTest {

  private static final List<TokenSequence> DEMONSTRATIONS = demonstrations();
  private static final long SEED = 21;

  private static List<TokenSequence> demonstrations() {
    Random random = new Random(5);
    List<TokenSequence> demonstrations = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      demonstrations.add(
          new TokenSequence(
              random.ints(2 + i % 3, 3, 512).toArray(), random.ints(1 + i, 3, 512).toArray()));
    }
    return demonstrations;
  }

  private static List<TokenSequence> ofStep(long step, int count) {
    return new EpochOrder<>(DEMONSTRATIONS, SEED).ofStep(step, count);
  }

  private static double loss(TinyPolicy tiny, List<TokenSequence> sequences) {
    double sum = 0;
    int tokens = 0;
    for (double[] logProbs : tiny.logProbs(sequences)) {
      for (double logProb : logProbs) {
        sum -= logProb;
        tokens++;
      }
    }
    return sum / tokens;
  }

  @Test
  void aStepDescendsTheMeanCrossEntropyOfItsOwnDemonstrations() {
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      SftMethod method =
          new SftMethod(tiny.policy(), LearnedSequence.whole(DEMONSTRATIONS), 4, 2, 12, SEED);
      assertThat(method.steps()).isEqualTo(5);
      for (long step = 1; step <= 3; step++) {
        List<TokenSequence> chosen = ofStep(step, 4);
        float[] start = tiny.weights();
        double before = loss(tiny, chosen);
        StepReport metrics = method.step(step);
        float[] end = tiny.weights();

        assertThat(metrics.value("loss")).isCloseTo(before, within(1e-5));
        assertThat(loss(tiny, chosen)).isLessThan(before);
        GradientCheck.requireSlope(tiny, start, tiny.lastGradient(), () -> loss(tiny, chosen));
        tiny.setWeights(end);
      }
    }
  }

  @Test
  void metricsAreThoseOfTheStep() {
    try (TinyPolicy tiny = TinyPolicy.open(3e-3)) {
      List<TokenSequence> chosen = ofStep(2, 4);
      double entropy = 0;
      int completionTokens = 0;
      int tokens = 0;
      for (TokenSequence sequence : chosen) {
        for (double value : tiny.entropies(sequence)) {
          entropy += value;
          completionTokens++;
        }
        tokens += sequence.length();
      }
      SftMethod method =
          new SftMethod(tiny.policy(), LearnedSequence.whole(DEMONSTRATIONS), 4, 2, 12, SEED);
      StepReport metrics = method.step(2);

      assertThat(metrics.entries())
          .containsEntry("step", 2L)
          .containsEntry("learning_rate", 3e-3)
          .containsEntry("completion_tokens", completionTokens)
          .containsEntry("learned_tokens", (long) completionTokens)
          .containsEntry("tokens", tokens);
      assertThat(metrics.value("entropy")).isCloseTo(entropy / completionTokens, within(1e-4));
      assertThat(metrics.value("grad_norm"))
          .isCloseTo(GradientCheck.norm(tiny.lastGradient()), within(1e-5));
      assertThat(metrics.value("tokens_per_second"))
          .isCloseTo(tokens / metrics.value("step_seconds"), within(1e-6));
      assertThat(method.summary(metrics))
          .startsWith("loss %.3f  ".formatted(metrics.value("loss")))
          .endsWith(" tokens/s");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 4, 1, 3", // 2.5 batches
    "10, 5, 1, 2",
    "10, 4, 2, 5",
    "10, 4, 0.1, 1",
    "1, 32, 1, 1",
    "12, 4, 1.5, 5", // 4.5 batches
    "16, 4, 1.5, 6"
  })
  void thePassesDecideTheSteps(int demonstrations, int batch, double epochs, long steps) {
    assertThat(SftMethod.stepsFor(demonstrations, batch, epochs)).isEqualTo(steps);
  }
}
