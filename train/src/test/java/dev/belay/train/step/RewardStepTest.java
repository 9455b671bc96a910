package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.TokenRewards;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.objective.OverlongPenalty;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verdict.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        Map.of(
            "math",
            new Verdict(state, state == State.CORRECT ? 1 : 0, null, "because"),
            "choice",
            new Verdict(State.CORRECT, .25 * length / 2, null, "because")));
  }

  private static final RewardStep.Weighted MATH =
      new RewardStep.Weighted(new VerdictReward("math"), 2);

  /** A term of another kind: longer is worse; it says nothing of five tokens. */
  private static final class Brevity implements RewardTerm {
    @Override
    public String name() {
      return "brevity";
    }

    @Override
    public double[] of(List<Rollout> rollouts) {
      return rollouts.stream()
          .mapToDouble(r -> r.completion().length() == 5 ? Double.NaN : -r.completion().length())
          .toArray();
    }
  }

  private static final List<Rollout> ROLLOUTS =
      List.of(
          rollout(0, State.CORRECT, 3, FinishReason.EOS),
          rollout(0, State.INCORRECT, 5, FinishReason.LENGTH),
          rollout(1, State.UNDECIDED, 2, FinishReason.EOS),
          rollout(1, State.INCORRECT, 2, FinishReason.EOS));

  @Test
  void theKlIsTakenOffAndUndecidedVerdictsHaveNoReward() {
    RewardBatch batch =
        new RewardStep(List.of(MATH), 0.1).run(ROLLOUTS, new double[] {0.5, 1, 3, 0.25}).batch();

    assertThat(batch.rewards()[0]).isEqualTo(2 - 0.05, within(1e-12));
    assertThat(batch.rewards()[1]).isEqualTo(-0.1, within(1e-12));
    assertThat(batch.rewards()[2]).isNaN();
    assertThat(batch.rewards()[3]).isEqualTo(-0.025, within(1e-12));
    assertThat(batch.scores()).containsExactly(2, 0, Double.NaN, 0);
    assertThat(batch.groups()).containsExactly(0, 0, 1, 1);
    assertThat(batch.lengths()).containsExactly(3, 5, 2, 2);
  }

  @Test
  void tokensHaveTheirShareOfTheKlAndTermsTheirWeights() {
    RewardStep step = new RewardStep(List.of(MATH, new RewardStep.Weighted(new Brevity(), .5)), .1);
    float[] sampled = {-1, -1, -2, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    double[] reference = {-2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -5};
    RolloutBatch batch =
        new RolloutBatch(new int[] {0, 3, 8, 10, 12}, sampled, null, null)
            .withRefLogProbs(reference);
    RewardStep.Rewards rewards = step.run(ROLLOUTS, batch.sequenceKls());
    TokenRewards ofTokens = step.ofTokens(rewards, batch, null);

    double[] penalties = Objects.requireNonNull(ofTokens.penalties());
    assertThat(Arrays.copyOf(penalties, 3))
        .containsExactly(new double[] {.1, 0, -.1}, within(1e-9));
    assertThat(penalties[11]).isEqualTo(.4, within(1e-9));
    assertThat(ofTokens.parts()).extracting(TokenRewards.Part::weight).containsExactly(2.0, .5);
    assertThat(ofTokens.parts().get(1).values()).containsExactly(-3, Double.NaN, -2, -2);
    assertThat(new RewardStep(List.of(MATH), 0).ofTokens(rewards, batch, null).penalties())
        .isNull();
  }

  @Test
  void everyTermCountsWithItsWeightAndAnAbsentOneLeavesNoReward() {
    RewardStep step = new RewardStep(List.of(MATH, new RewardStep.Weighted(new Brevity(), .5)), 0);
    RewardStep.Rewards rewards = step.run(ROLLOUTS, new double[0]);

    // 2 · 1 − .5 · 3; the second lacks brevity, the third a verdict; 2 · 0 − .5 · 2
    assertThat(rewards.batch().rewards()).containsExactly(.5, Double.NaN, Double.NaN, -1);
    assertThat(rewards.batch().scores()).containsExactly(.5, Double.NaN, Double.NaN, -1);
    assertThat(rewards.terms().get("math")).containsExactly(1, 0, Double.NaN, 0);
    assertThat(rewards.terms().get("brevity")).containsExactly(-3, Double.NaN, -2, -2);
    assertThat(RolloutMetrics.of(step.score(ROLLOUTS)))
        .containsEntry("reward_mean", -.25)
        .containsEntry("reward_sd", .75)
        .containsEntry("reward_math", 1 / 3.)
        .containsEntry("reward_brevity", -7 / 3.)
        .containsEntry("groups_without_signal", 1.0);
  }

  /** A penalty is no part of the scores, which say whether a group has signal. */
  @Test
  void overlongCompletionsLoseSomeOfTheReward() {
    RewardStep step = new RewardStep(List.of(MATH), Optional.of(new OverlongPenalty(5, 4, 2)), 0.1);
    RewardBatch batch = step.run(ROLLOUTS, new double[] {0.5, 1, 3, 0.25}).batch();

    // 3, 5, 2 and 2 tokens: 2, 4, 1 and 1 of them beyond the first.
    assertThat(batch.rewards()[0]).isEqualTo(2 - 1 - 0.05, within(1e-12));
    assertThat(batch.rewards()[1]).isEqualTo(-2 - 0.1, within(1e-12));
    assertThat(batch.rewards()[2]).isNaN();
    assertThat(batch.rewards()[3]).isEqualTo(-0.5 - 0.025, within(1e-12));
    assertThat(batch.scores()).containsExactly(2, 0, Double.NaN, 0);
  }

  @Test
  void aRecipesRewardHasItsVerifiersWeightsAndKl() {
    String yaml =
        """
        name: tiny
        model: { name: tiny }
        train:
          method: rlvr
          data: { source: arithmetic }
          reward: [ { verifier: math, weight: 3 }, { verifier: choice, weight: -4 } ]
          kl: { coef: 0.5, placement: PLACEMENT }
        """;
    for (String placement : new String[] {"reward", "loss"}) {
      TrainSpec spec =
          RecipeReader.parse(yaml.replace("PLACEMENT", placement), "tiny.yaml", List.of())
              .train()
              .orElseThrow();
      RewardStep step = RewardStep.of((TrainSpec.Rlvr) spec);
      assertThat(step.needsKl()).isEqualTo(placement.equals("reward"));
      // 3 · 1 − 4 · .375, less half of a KL of 1 where it is in the reward
      assertThat(step.run(ROLLOUTS, new double[] {1, 1, 1, 1}).batch().rewards()[0])
          .isEqualTo(placement.equals("reward") ? 1 : 1.5, within(1e-12));
    }
  }

  @Test
  void metricsCountWhatIsLeftOut() {
    assertThat(RolloutMetrics.of(new RewardStep(List.of(MATH), 0).score(ROLLOUTS)))
        .containsEntry("reward_mean", 2.0 / 3)
        .containsEntry("reward_math", 1.0 / 3)
        .containsEntry("verdicts_undecided", 1L)
        .containsEntry("verdicts_error", 0L)
        .containsEntry("groups_without_signal", 0.5)
        .containsEntry("completion_length_mean", 3.0)
        .containsEntry("completion_length_max", 5)
        .containsEntry("truncated_share", 0.25);
  }
}
