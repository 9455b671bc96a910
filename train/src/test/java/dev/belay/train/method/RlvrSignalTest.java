package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.model.TokenSequence;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.fixture.TinyRlvr;
import dev.belay.train.fixture.TinyRlvr.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that leave something out, and a KL that changes from step to step. */
class RlvrSignalTest {

  private static final String MANY_MICRO_BATCHES = "micro_batch_tokens: 30";

  @TempDir Path temp;

  private static List<TokenSequence> tokens(List<Sample> samples) {
    return samples.stream().map(Sample::tokens).toList();
  }

  private List<JsonNode> rollouts(long step) {
    return RolloutFile.read(temp.resolve("step-" + step + ".jsonl.zst"));
  }

  /** Adam's moments alone would move the weights, and so would the KL. */
  @Test
  void aStepWithoutAnySignalMakesNoUpdate() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      policy.disturb(0.03, 5);
      String[] settings = {"kl: { coef: 1 }", "signal: { groups: with-signal, refill_rounds: 2 }"};
      try (TinyRlvr rlvr = TinyRlvr.hopeless(policy, base, temp, "epochs: 2", settings)) {
        float[] before = policy.weights();
        StepReport metrics = rlvr.method().step(1);

        assertThat(policy.weights()).isEqualTo(before);
        assertThat(policy.optimizer().steps()).isZero();
        assertThat(metrics.entries())
            .containsEntry("reward_mean", 0.0)
            .containsEntry("groups_without_signal", 1.0)
            .containsEntry("groups_sampled", 9)
            .containsEntry("groups_trained", 0)
            .containsEntry("completions_sampled", 36)
            .containsEntry("completions_trained", 0)
            .containsEntry("sampling_rounds", 3)
            .doesNotContainKeys("loss", "kl_sequence_mean", "grad_norm");
        assertThat(rlvr.method().summary(metrics))
            .isEqualTo("reward 0.000  no group with signal, no update");
        assertThat(rollouts(1))
            .hasSize(36)
            .allMatch(line -> line.path("left_out").asText().equals("no_signal"));
      }
    }
  }

  /** The step is that of the groups which are left, and of nothing else. */
  @Test
  void whatIsLeftOutIsNoPartOfTheUpdate() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr =
            new TinyRlvr(
                policy,
                base,
                temp,
                "epochs: 1",
                "signal: { groups: with-signal, refill_rounds: 0 }",
                MANY_MICRO_BATCHES)) {
      float[] start = policy.weights();
      long step = 1;
      StepReport metrics = rlvr.method().step(step);
      while (metrics.value("groups_trained") == 0 || metrics.value("groups_trained") == 3) {
        policy.setWeights(start);
        metrics = rlvr.method().step(++step);
      }
      List<JsonNode> lines = rollouts(step);
      List<Sample> all = rlvr.lastSamples();
      List<Sample> samples =
          IntStream.range(0, all.size())
              .filter(i -> !lines.get(i).has("left_out"))
              .mapToObj(all::get)
              .toList();
      assertThat(samples).hasSize(4 * (int) metrics.value("groups_trained"));

      ExpectedRlvr expected = new ExpectedRlvr("grpo", samples, ExpectedRlvr.scores(samples));
      policy.setWeights(start);
      double[][] old = policy.logProbs(tokens(samples));
      GradientCheck.requireSlope(
          policy,
          start,
          policy.lastGradient(),
          () -> expected.loss(policy.logProbs(tokens(samples)), old));
      assertThat(metrics.value("completion_tokens"))
          .isEqualTo(samples.stream().mapToInt(one -> one.completion().length()).sum());
    }
  }

  /** Steered in the reward and in the loss alike: the next step pays what the controller says. */
  @ParameterizedTest
  @ValueSource(strings = {"reward", "loss"})
  void theCoefficientOfAStepComesOfTheKlBeforeIt(String placement) {
    try (TinyPolicy policy = TinyPolicy.open(3e-3);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      policy.disturb(0.03, 5);
      String kl =
          "kl: { coef: 0.3, placement: %s, target: 0.01, horizon: 12 }".formatted(placement);
      try (TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1", kl)) {
        StepReport first = rlvr.method().step(1);
        StepReport second = rlvr.method().step(2);
        assertThat(first.value("kl_sequence_mean")).isGreaterThan(0.012);
        assertThat(first.value("kl_coef")).isEqualTo(0.3);
        assertThat(second.value("kl_coef")).isEqualTo(0.3 * 1.2, within(1e-12));
        if (placement.equals("reward")) {
          Sample sample = rlvr.lastSamples().getFirst();
          JsonNode line = rollouts(2).getFirst();
          double k1 = 0;
          double[] of = base.logProbs(sample.tokens());
          for (int t = 0; t < of.length; t++) {
            k1 += sample.completion().logProbs()[t] - of[t];
          }
          if (!Double.isNaN(sample.score())) {
            assertThat(line.get("reward").asDouble())
                .isCloseTo(sample.score() - 0.36 * k1, within(1e-3));
          }
        }
      }
    }
  }

  @Test
  void aReferenceThatIsSynchronisedForgetsHowFarItHasGone() {
    try (TinyPolicy policy = TinyPolicy.open(3e-3);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      String kl =
          "kl: { coef: 0.1, placement: loss, reference: synchronised, reference_every_steps: 2 }";
      try (TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1", kl)) {
        for (long step = 1; step <= 5; step++) {
          StepReport metrics = rlvr.method().step(step);
          double toReference = metrics.value("kl_sequence_mean");
          double toBase = metrics.value("kl_base_sequence_mean");
          if (step % 2 == 1) {
            assertThat(toReference).as("just synchronised").isLessThan(1e-9);
          } else {
            assertThat(toReference).isGreaterThan(1e-4);
          }
          if (step == 1) {
            assertThat(toBase).isLessThan(1e-9);
          } else {
            assertThat(toBase).isGreaterThan(1e-4);
          }
        }
      }
    }
  }
}
