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
        new Verdict(state, score, null, "because"));
  }

  private static double number(Map<String, Object> metrics, String key) {
    return metrics.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Test
  void meansAreOverDecidedVerdictsAndLengthsOverAll() {
    Map<String, Object> metrics =
        RolloutMetrics.of(
            List.of(
                rollout(0, State.CORRECT, 1, 2),
                rollout(0, State.CORRECT, 0.5, 4),
                rollout(1, State.INCORRECT, 0, 9),
                rollout(1, State.UNDECIDED, 0, 9),
                rollout(2, State.ERROR, 0, 1)));
    assertThat(metrics)
        .containsEntry("reward_mean", 0.5)
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
    assertThat(RolloutMetrics.of(List.of(rollout(0, State.UNDECIDED, 0, 3))))
        .doesNotContainKeys("reward_mean", "reward_sd")
        .containsEntry("groups_without_signal", 1.0);
  }
}
