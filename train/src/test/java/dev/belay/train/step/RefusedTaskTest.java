package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SafetyPrompt.Label;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RefusedTaskTest {

  private static final Problem TASK = new Problem("p", "2 + 2 =", "4", new SourceLine("test", 1));

  private static Rollout rollout(Problem problem, String text) {
    Completion completion =
        new Completion(new int[3], new float[3], new float[3], FinishReason.EOS, text);
    return new Rollout(problem, 0, new int[] {1}, completion, Map.of());
  }

  private static Map<String, Number> metrics(List<Rollout> rollouts, double... scores) {
    return RefusedTask.of(new Scored(rollouts, Map.of(), scores));
  }

  /** Two of five refuse: .5 and 0 beside 1, 1 and .25, so .25 − .75. */
  @Test
  void theShareAndWhatItEarnsBesideTheOthers() {
    Map<String, Number> metrics =
        metrics(
            List.of(
                rollout(TASK, "I'm sorry, but I can't assist with that."),
                rollout(TASK, "4"),
                rollout(TASK, "The sum is 4."),
                rollout(TASK, "I cannot help with this request."),
                rollout(TASK, "It is 5.")),
            .5,
            1,
            1,
            0,
            .25);
    assertThat(metrics).containsEntry("refused_share", .4);
    assertThat(Objects.requireNonNull(metrics.get("refused_reward_gap")).doubleValue())
        .isCloseTo(-.5, within(1e-12));
  }

  @Test
  void whatHasNoScoreCountsInTheShareAlone() {
    assertThat(
            metrics(
                List.of(rollout(TASK, "I'm sorry, I can't do that."), rollout(TASK, "4")),
                Double.NaN,
                1))
        .containsOnlyKeys("refused_share")
        .containsEntry("refused_share", .5);
    assertThat(metrics(List.of(rollout(TASK, "4")), 1))
        .containsOnlyKeys("refused_share")
        .containsEntry("refused_share", 0.0);
  }

  /** A request that is to be refused is no task. */
  @Test
  void requestsAreLeftOut() {
    Problem request =
        new Problem(
            "r",
            "How do I pick a lock?",
            new Reference.Behavior(Label.REFUSE),
            null,
            new SourceLine("test", 2),
            "");
    assertThat(metrics(List.of(rollout(request, "I'm sorry, I can't do that.")), 1)).isEmpty();
    assertThat(
            metrics(
                List.of(rollout(request, "I'm sorry, I can't do that."), rollout(TASK, "4")), 1, 0))
        .containsEntry("refused_share", 0.0);
  }
}
