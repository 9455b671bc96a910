package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.fixture.TinyRlvr;
import dev.belay.train.fixture.TinyRlvr.Sample;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step leaves behind: its metrics, and its rollouts with their verdicts. */
class RlvrRecordsTest {

  private static final String MANY_MICRO_BATCHES = "micro_batch_tokens: 30";

  @TempDir Path temp;

  private List<JsonNode> rollouts(long step) {
    return RolloutFile.read(temp.resolve("step-" + step + ".jsonl.zst"));
  }

  @Test
  void metricsSayWhatTheStepDid() {
    try (TinyPolicy policy = TinyPolicy.open(2e-3, 0, 1.5);
        TinyPolicy base = TinyPolicy.open(1e-3, 0, 1.5)) {
      policy.disturb(0.03, 8);
      try (TinyRlvr rlvr =
          new TinyRlvr(policy, base, temp, "temperature: 1.5", MANY_MICRO_BATCHES)) {
        float[] start = policy.weights();
        StepReport metrics = rlvr.method().step(1);
        List<Sample> samples = rlvr.lastSamples();
        policy.setWeights(start);
        double kl = 0;
        double entropy = 0;
        double gap = 0;
        double largest = 0;
        int count = 0;
        for (Sample sample : samples) {
          double[] logProbs = policy.logProbs(sample.tokens());
          double[] kls = policy.exactKls(base, sample.tokens());
          double[] entropies = policy.entropies(sample.tokens());
          for (int t = 0; t < logProbs.length; t++, count++) {
            double difference = Math.abs(sample.completion().logProbs()[t] - logProbs[t]);
            kl += kls[t];
            entropy += entropies[t];
            gap += difference;
            largest = Math.max(largest, difference);
          }
        }
        assertThat(metrics.entries())
            .containsEntry("step", 1L)
            .containsEntry("completion_tokens", count)
            .containsEntry("learning_rate", 2e-3);
        assertClose(metrics, "kl_token_mean", kl / count);
        assertClose(metrics, "kl_sequence_mean", kl / samples.size());
        assertClose(metrics, "entropy", entropy / count);
        assertClose(metrics, "logprob_gap_mean", gap / count);
        assertClose(metrics, "logprob_gap_max", largest);
        assertClose(metrics, "grad_norm", GradientCheck.norm(policy.lastGradient()));
        assertClose(metrics, "ratio_mean", 1);
        assertThat(metrics.entries().keySet().iterator().next()).isEqualTo("step");
        assertThat(rlvr.method().summary(metrics))
            .startsWith(
                "reward %.3f  KL %.4f  "
                    .formatted(metrics.value("reward_mean"), kl / samples.size()));
      }
    }
  }

  private static void assertClose(StepReport metrics, String key, double expected) {
    assertThat(metrics.value(key))
        .as(key)
        .isCloseTo(expected, within(1e-4 * Math.max(0.1, Math.abs(expected))));
  }

  @Test
  void rolloutsAreKeptWithTheirVerdicts() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1")) {
      Set<String> states = new HashSet<>();
      for (long step = 1; step <= 3; step++) {
        rlvr.method().step(step);
        List<Sample> samples = rlvr.lastSamples();
        List<JsonNode> lines = rollouts(step);
        for (int i = 0; i < samples.size(); i++) {
          states.add(lines.get(i).at("/verdicts/math/state").asText());
          assertKept(samples.get(i), lines.get(i));
        }
        assertThat(lines.stream().map(line -> line.get("id").asText()).distinct()).hasSize(3);
      }
      assertThat(states).containsExactlyInAnyOrder("correct", "incorrect", "undecided");
    }
  }

  private static void assertKept(Sample sample, JsonNode line) {
    String decided = sample.score() > 0 ? "correct" : "incorrect";
    assertThat(line.at("/verdicts/math/state").asText())
        .isEqualTo(Double.isNaN(sample.score()) ? "undecided" : decided);
    assertThat(line.get("group").asInt()).isEqualTo(sample.group());
    assertThat(line.get("completion").asText()).isEqualTo(sample.completion().text());
    assertThat(line.get("token_ids")).hasSize(sample.completion().length());
    assertThat(line.get("logprobs")).hasSize(sample.completion().length());
    assertThat(line.get("finish_reason").asText()).isEqualTo("eos");
  }
}
