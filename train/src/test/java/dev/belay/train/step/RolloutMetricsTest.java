package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verdict.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RolloutMetricsTest {

  private static Rollout rollout(int group, State state, double score, int length) {
    FinishReason reason = length == 9 ? FinishReason.LENGTH : FinishReason.EOS;
    Completion completion =
        new Completion(new int[length], new float[length], new float[length], reason, "text");
    return new Rollout(
        new Problem("p", "q", "1", new SourceLine("test", 1)),
        group,
        new int[] {1},
        completion,
        Map.of("math", new Verdict(state, score, null, "because")));
  }

  private static Map<String, Number> metrics(List<Rollout> rollouts) {
    RewardStep.Weighted math = new RewardStep.Weighted(new VerdictReward("math"), 1);
    RewardStep step = new RewardStep(List.of(math), 0);
    return RolloutMetrics.of(step.score(rollouts));
  }

  private static double number(Map<String, Number> metrics, String key) {
    return Objects.requireNonNull(metrics.get(key)).doubleValue();
  }

  @Test
  void meansAreOverDecidedVerdictsAndLengthsOverAll() {
    Map<String, Number> metrics =
        metrics(
            List.of(
                rollout(0, State.CORRECT, 1, 2),
                rollout(0, State.CORRECT, 0.5, 4),
                rollout(1, State.INCORRECT, 0, 9),
                rollout(1, State.UNDECIDED, 0, 9),
                rollout(2, State.ERROR, 0, 1)));
    assertThat(metrics)
        .containsEntry("reward_mean", 0.5)
        .containsEntry("reward_math", 0.5)
        .containsEntry("verdicts_undecided", 1L)
        .containsEntry("verdicts_error", 1L)
        .containsEntry("completion_length_mean", 5.0)
        .containsEntry("completion_length_max", 9)
        .containsEntry("truncated_share", 0.4);
    // Scores 1, 1/2 and 0: their variance is 1/6.
    assertThat(number(metrics, "reward_sd")).isCloseTo(Math.sqrt(1.0 / 6), within(1e-12));
    // Only the first group has two decided completions that differ.
    assertThat(number(metrics, "groups_without_signal")).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void aMeanOverNothingIsLeftOut() {
    assertThat(metrics(List.of(rollout(0, State.UNDECIDED, 0, 3))))
        .doesNotContainKeys("reward_mean", "reward_sd", "reward_math")
        .containsEntry("groups_without_signal", 1.0);
  }
}
