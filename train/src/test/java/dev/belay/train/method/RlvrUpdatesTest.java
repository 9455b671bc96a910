package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.TokenSequence;
import dev.belay.core.run.Stateful;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.fixture.TinyRlvr;
import dev.belay.train.fixture.TinyRlvr.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands around the updates of a step: mini-batches, the correction, the entropy bonus. */
class RlvrUpdatesTest {

  private static final String MANY_MICRO_BATCHES = "micro_batch_tokens: 30";

  @TempDir Path temp;

  private static List<TokenSequence> tokens(List<Sample> samples) {
    return samples.stream().map(Sample::tokens).toList();
  }

  /** Weights that stand still: then the step's gradient is the mean of those of its parts. */
  @Test
  void everyEpochTakesAStepOnEachMiniBatch() {
    List<float[]> gradients = new ArrayList<>();
    String[] settings = {MANY_MICRO_BATCHES, "kl: { coef: 0.1 }"};
    try (TinyPolicy policy = TinyPolicy.open(1e-12);
        TinyPolicy whole = TinyPolicy.open(1e-12);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      policy.disturb(0.03, 5);
      whole.setWeights(policy.weights());
      try (TinyRlvr parts =
              new TinyRlvr(policy, base, temp, "epochs: 2, mini_batches: 3", settings);
          TinyRlvr one = new TinyRlvr(whole, base, temp, "epochs: 1", settings)) {
        policy.policy().beforeChange(() -> gradients.add(policy.pendingGradient()));
        StepReport metrics = parts.method().step(1);
        StepReport expected = one.method().step(1);

        assertThat(gradients).hasSize(6);
        float[] mean = new float[gradients.getFirst().length];
        for (float[] gradient : gradients) {
          for (int i = 0; i < mean.length; i++) {
            mean[i] += gradient[i] / 6;
          }
        }
        assertThat(GradientCheck.relativeError(mean, whole.lastGradient())).isLessThan(1e-4);
        assertThat(GradientCheck.relativeError(gradients.get(1), gradients.get(0)))
            .as("parts of their own")
            .isGreaterThan(0.1);
        assertThat(GradientCheck.relativeError(gradients.get(3), gradients.get(0)))
            .as("the same parts again")
            .isLessThan(1e-4);
        for (String metric : List.of("kl_token_mean", "entropy", "logprob_gap_mean")) {
          double value = expected.value(metric);
          assertThat(metrics.value(metric))
              .as(metric)
              .isCloseTo(value, within(1e-4 * Math.max(0.1, Math.abs(value))));
        }
        assertThat(metrics.value("completion_tokens"))
            .isEqualTo(expected.value("completion_tokens"));
      }
    }
  }

  @Test
  void aCorrectionWeighsEachTokenByTheTrainerOverTheSampler() {
    String correction = "correction: { level: token, mode: truncate, cap: 1 }";
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr =
            new TinyRlvr(policy, base, temp, "epochs: 1", correction, MANY_MICRO_BATCHES)) {
      float[] start = policy.weights();
      StepReport metrics = rlvr.method().step(1);
      List<Sample> samples = rlvr.lastSamples();
      ExpectedRlvr expected = new ExpectedRlvr("grpo", samples, ExpectedRlvr.scores(samples));
      policy.setWeights(start);
      double[][] old = policy.logProbs(tokens(samples));

      assertThat(metrics.value("loss")).isCloseTo(expected.corrected(old, old, 1), within(1e-5));
      assertThat(metrics.value("correction_outside_share")).isBetween(0.02, 0.98);
      assertThat(metrics.value("correction_weight_mean")).isBetween(0.01, 1.0);
      GradientCheck.requireSlope(
          policy,
          start,
          policy.lastGradient(),
          () -> expected.corrected(policy.logProbs(tokens(samples)), old, 1));
    }
  }

  @Test
  void theEntropyBonusMovesTowardsItsTargetAndIsKept() throws IOException {
    String[] settings = {"entropy_coef: 0.02", "entropy: { target: 100, step: 0.01 }"};
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy other = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1", settings);
        TinyRlvr resumed = new TinyRlvr(other, base, temp, "epochs: 1", settings)) {
      assertThat(rlvr.method().step(1).value("entropy_coef")).isEqualTo(0.02);
      assertThat(rlvr.method().step(2).value("entropy_coef")).isCloseTo(0.03, within(1e-12));

      Stateful state = rlvr.method().state().getLast();
      Stateful same = resumed.method().state().getLast();
      assertThat(state.name()).isEqualTo("entropy");
      Path folder = Files.createDirectories(temp.resolve("state"));
      state.write(folder);
      same.read(folder);
      assertThat(resumed.method().step(3).value("entropy_coef")).isCloseTo(0.04, within(1e-12));

      Files.writeString(folder.resolve("entropy.json"), "{}");
      assertThatThrownBy(() -> same.read(folder)).hasMessageContaining("is no state of an entropy");
    }
  }
}
