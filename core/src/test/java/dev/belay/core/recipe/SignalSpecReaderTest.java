package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.KlController;
import dev.belay.core.objective.OverlongPenalty;
import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.SignalSpec.Groups;
import dev.belay.core.recipe.SignalSpec.Place;
import dev.belay.core.recipe.SignalSpec.TaskRefusals;
import dev.belay.core.recipe.TruncationSpec.Handling;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code train.signal}, {@code train.truncation} and the reference of the KL may be. */
class SignalSpecReaderTest {

  private static final String RECIPE =
      """
      name: n
      model: { name: m }
      train:
        method: rlvr
        data: { source: arithmetic }
        reward: [ { verifier: math } ]
        rollout: { max_completion_tokens: 48 }
      """;

  private static TrainSpec.Rlvr rlvr(String... overrides) {
    return (TrainSpec.Rlvr)
        RecipeReader.parse(RECIPE, "r.yaml", List.of(overrides)).train().orElseThrow();
  }

  private static List<String> issues(String... overrides) {
    return catchThrowableOfType(BadInputException.class, () -> rlvr(overrides)).issues();
  }

  @Test
  void byDefaultWhateverIsSampledIsTrainedOn() {
    assertThat(rlvr().signal()).isEqualTo(SignalSpec.ALL);
    assertThat(rlvr().truncation()).isEqualTo(TruncationSpec.COUNT);
    assertThat(rlvr().truncation().penalty(48)).isEmpty();
  }

  @Test
  void aRewardModelDoesNotSayWhatIsSolved() {
    assertThat(issues("train.reward=[{ model: judge }]", "train.signal.difficulty.completions=4"))
        .anyMatch(
            issue ->
                issue.contains("train.signal.difficulty")
                    && issue.contains("which a reward model does not say"));
  }

  @Test
  void dapoHasItsOwnDefaultsWhichARecipeMayChange() {
    TrainSpec.Rlvr dapo = rlvr("train.algorithm=dapo");
    assertThat(dapo.signal())
        .isEqualTo(new SignalSpec(Groups.WITH_SIGNAL, 4, TaskRefusals.COUNT, Optional.empty()));
    assertThat(dapo.truncation()).isEqualTo(new TruncationSpec(Handling.PENALISE, 9, 0.5));
    assertThat(dapo.truncation().penalty(48)).contains(new OverlongPenalty(48, 9, 0.5));

    TrainSpec.Rlvr other =
        rlvr("train.algorithm=dapo", "train.signal.groups=all", "train.truncation.handling=count");
    assertThat(other.signal()).isEqualTo(SignalSpec.ALL);
    assertThat(other.truncation()).isEqualTo(TruncationSpec.COUNT);
  }

  @Test
  void eachPartIsSetByItself() {
    assertThat(rlvr("train.signal={ groups: with-signal, refill_rounds: 0 }").signal())
        .isEqualTo(new SignalSpec(Groups.WITH_SIGNAL, 0, TaskRefusals.COUNT, Optional.empty()));
    assertThat(rlvr("train.signal.task_refusals=mask").signal())
        .isEqualTo(new SignalSpec(Groups.ALL, 0, TaskRefusals.MASK, Optional.empty()));
    assertThat(issues("train.signal.task_refusals=drop"))
        .containsExactly(
            "r.yaml: train.signal.task_refusals: found 'drop', must be one of count, mask.");
    assertThat(rlvr("train.truncation={ handling: mask }").truncation())
        .isEqualTo(new TruncationSpec(Handling.MASK, 0, 0));
    assertThat(rlvr("train.truncation={ handling: penalise, buffer: 48, factor: 2 }").truncation())
        .isEqualTo(new TruncationSpec(Handling.PENALISE, 48, 2));
  }

  @Test
  void difficultyIsFoundOutOnlyWhereItIsAskedFor() {
    assertThat(rlvr("train.signal.difficulty={}").signal().difficulty())
        .contains(new DifficultySpec(8, Place.LAST, Place.LAST));
    String all = "train.signal.difficulty={ completions: 4, never: out, always: keep }";
    assertThat(rlvr(all).signal())
        .isEqualTo(
            new SignalSpec(
                Groups.ALL,
                0,
                TaskRefusals.COUNT,
                Optional.of(new DifficultySpec(4, Place.OUT, Place.KEEP))));
  }

  @Test
  void theCoefficientIsSteeredAndTheReferenceMovesWhereARecipeSaysSo() {
    assertThat(rlvr("train.kl.coef=1").kl().controller()).isEmpty();
    assertThat(rlvr("train.kl.coef=1").kl().reference()).isEqualTo(new ReferenceSpec.Fixed());
    assertThat(rlvr("train.kl={ coef: 1, target: 2.5 }").kl().controller())
        .contains(new KlController(2.5, 1000));
    assertThat(rlvr("train.kl={ coef: 1, target: 2.5, horizon: 64 }").notes())
        .anyMatch(note -> note.contains("steered towards a KL of 2.5 nats a completion"));
    TrainSpec.Rlvr moving = rlvr("train.kl={ coef: 1, reference: moving, reference_decay: 0.9 }");
    assertThat(moving.kl().reference()).isEqualTo(new ReferenceSpec.Moving(0.9));
    assertThat(moving.coefficient().summary())
        .contains("does not apply: the reference follows the policy");
    assertThat(moving.coefficient().bound()).isOne();
    assertThat(rlvr("train.kl={ coef: 1, reference: synchronised }").kl().reference())
        .isEqualTo(new ReferenceSpec.Synchronised(50));
  }

  @Test
  void aKlThatCostsNothingHoldsNothingToSteerOrToMove() {
    assertThat(issues("train.kl={ target: 2, reference: moving }"))
        .hasSize(2)
        .anyMatch(issue -> issue.contains("train.kl.target: found 2.0, has no effect with coef: 0"))
        .anyMatch(issue -> issue.contains("train.kl.reference: found moving, has no effect with"));
    assertThat(
            issues(
                "train.kl={ coef: 1, horizon: 5, reference_decay: 0.5, reference_every_steps: 2 }"))
        .hasSize(3)
        .anyMatch(issue -> issue.contains("train.kl.horizon: has no meaning without target"))
        .anyMatch(issue -> issue.contains("reference_decay: has no meaning without reference: mov"))
        .anyMatch(issue -> issue.contains("reference_every_steps: has no meaning without refer"));
  }

  /** A penalty widens the range of the reward, and with it the bound on the drift. */
  @Test
  void aPenaltyCountsInTheRangeOfTheReward() {
    String kl = "train.kl.coef=1";
    double without = rlvr(kl).coefficient().bound();
    double with =
        rlvr(kl, "train.truncation={ handling: penalise, factor: 1 }").coefficient().bound();
    assertThat(without).isEqualTo(Math.tanh(0.25));
    assertThat(with).isEqualTo(Math.tanh(0.5));
  }

  @Test
  void keysWithoutWhatTheyAreAboutAreRefused() {
    assertThat(
            issues(
                "train.signal.refill_rounds=3",
                "train.truncation={ handling: mask, buffer: 3, factor: 2 }"))
        .hasSize(3)
        .anyMatch(issue -> issue.contains("train.signal.refill_rounds: has no meaning with groups"))
        .anyMatch(issue -> issue.contains("train.truncation.buffer: has no meaning without"))
        .anyMatch(issue -> issue.contains("train.truncation.factor: has no meaning without"));
  }

  @Test
  void whatContradictsTheRestIsRefused() {
    assertThat(issues("train.truncation={ handling: penalise, buffer: 49 }"))
        .singleElement()
        .asString()
        .contains(
            "train.truncation.buffer: found 49, must be at most rollout.max_completion_tokens");
    assertThat(issues("train.signal.groups=with-signal", "train.advantage=batch-mean"))
        .singleElement()
        .asString()
        .contains("train.signal.groups: found with-signal, has no meaning with an advantage that");
    assertThat(issues("train.truncation.handling=drop"))
        .singleElement()
        .asString()
        .contains("train.truncation.handling: found 'drop', must be one of count, mask, penalise");
  }
}
