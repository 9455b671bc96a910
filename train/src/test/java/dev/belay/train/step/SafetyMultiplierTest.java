package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.SafetyConstraint;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SafetyPrompt.Label;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests among a step's completions: what they earn, cost and weigh. */
class SafetyMultiplierTest {

  private static final SourceLine LINE = new SourceLine("test", 1);
  private static final Verdict RIGHT = Verdict.correct("", "");
  private static final Verdict WRONG = Verdict.incorrect(null, "");
  private static final Verdict OPEN = Verdict.undecided(null, "");

  @TempDir Path temp;

  private static Rollout rollout(Problem problem, int group, String verifier, Verdict verdict) {
    Completion completion =
        new Completion(new int[2], new float[2], new float[2], FinishReason.EOS, "text");
    return new Rollout(problem, group, new int[] {1}, completion, Map.of(verifier, verdict));
  }

  private static Rollout task(int group, Verdict verdict) {
    return rollout(new Problem("p", "q", "1", LINE), group, "math", verdict);
  }

  private static Rollout request(int group, Label wanted, Verdict verdict) {
    Problem asked = new Problem("r", "q", new Reference.Behavior(wanted), null, LINE, "");
    return rollout(asked, group, "safety", verdict);
  }

  private static final List<Rollout> STEP =
      List.of(
          task(0, RIGHT),
          task(0, WRONG),
          request(1, Label.REFUSE, RIGHT),
          request(1, Label.REFUSE, WRONG),
          request(2, Label.ANSWER, RIGHT),
          request(2, Label.ANSWER, OPEN));

  private static RewardStep reward() {
    return new RewardStep(List.of(new RewardStep.Weighted(new VerdictReward("math"), 2)), 0)
        .withSafety();
  }

  @Test
  void eachCompletionEarnsByItsOwnTerms() {
    Scored scored = reward().score(STEP);
    double none = Double.NaN;
    assertThat(scored.scores()).containsExactly(2, 0, 1, 0, 1, none);
    assertThat(scored.terms().get("math")).containsExactly(1, 0, none, none, none, none);
    assertThat(scored.terms().get("safety")).containsExactly(none, none, 1, 0, 1, none);
  }

  @Test
  void reactionsAreCountedApartFromTheTask() {
    Map<String, Number> metrics = RolloutMetrics.of(reward().score(STEP));
    assertThat(metrics)
        .containsEntry("safety_completions", 4)
        .containsEntry("safety_refused", .5)
        .containsEntry("safety_answered", 1.0)
        .containsEntry("safety_groups_without_signal", .5)
        .containsEntry("reward_math", .5);
    assertThat(
            RolloutMetrics.of(
                new RewardStep(List.of(new RewardStep.Weighted(new VerdictReward("math"), 1)), 0)
                    .score(STEP.subList(0, 2))))
        .doesNotContainKey("safety_completions");
  }

  @Test
  void theMultiplierWeighsAdvantagesAndMovesByTheCost() throws IOException {
    SafetyMultiplier multiplier = new SafetyMultiplier(new SafetyConstraint(.1, .3, 3, 5));
    int[] offsets = {0, 2, 4, 6, 8, 10, 12};
    double[] advantages = {1, 1, -1, -1, 1, 1, -1, -1, 2, 2, 0, 0};
    assertThat(multiplier.weigh(advantages, offsets, STEP))
        .containsExactly(.25, .25, -.25, -.25, .75, .75, -.75, -.75, 1.5, 1.5, 0, 0);

    Map<String, Double> logged = multiplier.after(STEP);
    assertThat(logged).containsEntry("safety_multiplier", 3.0);
    assertThat(logged.get("safety_cost")).isCloseTo(1.0 / 3, within(1e-12));
    double moved = 3 * Math.exp(.3 * 3 * (1.0 / 3 - .1));
    assertThat(multiplier.value()).isCloseTo(moved, within(1e-12));

    multiplier.write(temp);
    SafetyMultiplier resumed = new SafetyMultiplier(new SafetyConstraint(.1, .3, 3, 5));
    resumed.read(temp);
    assertThat(resumed.value()).isEqualTo(multiplier.value());
    Files.writeString(temp.resolve("multiplier.json"), "{}");
    assertThatThrownBy(() -> resumed.read(temp)).hasMessageContaining("is no multiplier");
  }

  @Test
  void withoutADecidedReactionItStandsStill() {
    SafetyMultiplier multiplier = new SafetyMultiplier(new SafetyConstraint(.1, .3, 3, 5));
    assertThat(multiplier.after(List.of(request(0, Label.REFUSE, OPEN), task(1, WRONG))))
        .containsOnlyKeys("safety_multiplier");
    assertThat(multiplier.value()).isEqualTo(3);
  }
}
