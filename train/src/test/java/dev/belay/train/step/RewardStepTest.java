package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verdict.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardStepTest {

  private static Rollout rollout(int group, State state, int length, FinishReason reason) {
    Completion completion =
        new Completion(new int[length], new float[length], new float[length], reason, "text");
    return new Rollout(
        new Problem("p" + group, "q", "1", new SourceLine("test", 1)),
        group,
        new int[] {1},
        completion,
        new Verdict(state, state == State.CORRECT ? 1 : 0, null, "because"));
  }

  private static final List<Rollout> ROLLOUTS =
      List.of(
          rollout(0, State.CORRECT, 3, FinishReason.EOS),
          rollout(0, State.INCORRECT, 5, FinishReason.LENGTH),
          rollout(1, State.UNDECIDED, 2, FinishReason.EOS),
          rollout(1, State.INCORRECT, 2, FinishReason.EOS));

  @Test
  void theKlIsTakenOffAndUndecidedVerdictsHaveNoReward() {
    RewardBatch batch = new RewardStep(2, 0.1).run(ROLLOUTS, new double[] {0.5, 1, 3, 0.25});

    assertThat(batch.rewards()[0]).isEqualTo(2 - 0.05, within(1e-12));
    assertThat(batch.rewards()[1]).isEqualTo(-0.1, within(1e-12));
    assertThat(batch.rewards()[2]).isNaN();
    assertThat(batch.rewards()[3]).isEqualTo(-0.025, within(1e-12));
    assertThat(batch.scores()).containsExactly(2, 0, Double.NaN, 0);
    assertThat(batch.groups()).containsExactly(0, 0, 1, 1);
    assertThat(batch.lengths()).containsExactly(3, 5, 2, 2);
  }

  @Test
  void metricsCountWhatIsLeftOut() {
    assertThat(RolloutMetrics.of(ROLLOUTS))
        .containsEntry("reward_mean", 1.0 / 3)
        .containsEntry("verdicts_undecided", 1L)
        .containsEntry("verdicts_error", 0L)
        .containsEntry("groups_without_signal", 0.5)
        .containsEntry("completion_length_mean", 3.0)
        .containsEntry("completion_length_max", 5)
        .containsEntry("truncated_share", 0.25);
  }
}
