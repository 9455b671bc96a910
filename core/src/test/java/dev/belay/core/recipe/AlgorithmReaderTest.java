package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.LoneReward;
import dev.belay.core.advantage.ReinforcePlusPlus;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.CispoLoss;
import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.DppoLoss;
import dev.belay.core.objective.EntropyTarget;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.RatioLevel;
import dev.belay.core.objective.RolloutCorrection;
import dev.belay.core.objective.SapoLoss;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmReaderTest {

  private static final String YAML =
      """
      name: x
      model: { name: m }
      train:
        method: rlvr
        data: { source: arithmetic }
        reward: [ { verifier: math } ]
      """;

  private static Recipe parse(String... overrides) {
    return RecipeReader.parse(YAML, "r.yaml", List.of(overrides));
  }

  private static TrainSpec.Rlvr rlvr(String... overrides) {
    return (TrainSpec.Rlvr) parse(overrides).train().orElseThrow();
  }

  private static List<String> issues(String... overrides) {
    return catchThrowableOfType(BadInputException.class, () -> parse(overrides)).issues();
  }

  static Iterable<String> presets() {
    return Algorithm.PRESETS.keySet();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aPresetIsItselfAndItsResolvedRecipeSaysAllOfIt(String name) {
    Recipe recipe = parse("train.algorithm=" + name);
    TrainSpec train = recipe.train().orElseThrow();
    assertThat(((TrainSpec.Rlvr) train).algorithm()).isEqualTo(Algorithm.PRESETS.get(name));
    assertThat(recipe.resolved().get("train"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("algorithm", name)
        .containsKeys("advantage", "loss_aggregation", "entropy_coef");
    String resolved = RecipeWriter.yaml(recipe.resolved());
    assertThat(RecipeReader.parse(resolved, "r.yaml", List.of())).isEqualTo(recipe);
  }

  @Test
  void grpoIsThePresetOfARecipeThatNamesNone() {
    assertThat(rlvr().algorithm()).isEqualTo(Algorithm.PRESETS.get("grpo"));
  }

  @Test
  void everyPartCanBeOverridden() {
    Recipe recipe =
        parse(
            "train.algorithm=gspo",
            "train.advantage=group-mean",
            "train.clip_low=0.01",
            "train.clip_high=0.02",
            "train.dual_clip=3",
            "train.rollout.epochs=2",
            "train.loss_aggregation=token-mean",
            "train.entropy_coef=0.001");
    assertThat(((TrainSpec.Rlvr) recipe.train().orElseThrow()).algorithm())
        .isEqualTo(
            new Algorithm(
                new DrGrpo(),
                new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, 0.01, 0.02, 3),
                LossAggregation.TOKEN_MEAN,
                0.001));
    assertThat(recipe.resolved().get("train"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsAllEntriesOf(
            Map.of(
                "algorithm", "gspo",
                "advantage", "group-mean",
                "clip_low", 0.01,
                "loss_aggregation", "token-mean"));
  }

  @Test
  void theKlOfTheLossHasItsUsualGradientOrTheOneAskedFor() {
    assertThat(rlvr("train.kl={coef: 0.1, placement: loss}").kl().lossTerm())
        .contains(new KlTerm(KlEstimator.K1, KlGradient.K2_STRAIGHT_THROUGH, 0.1));
    TrainSpec.KlSpec asked =
        rlvr("train.kl={coef: 0.1, placement: loss, estimator: k3, gradient: score-function}").kl();
    assertThat(asked.lossTerm())
        .contains(new KlTerm(KlEstimator.K3, KlGradient.SCORE_FUNCTION, 0.1));
    assertThat(asked.rewardCoef()).isZero();
    TrainSpec.KlSpec inReward = rlvr("train.kl={coef: 0.1}").kl();
    assertThat(inReward.lossTerm()).isEmpty();
    assertThat(inReward.rewardCoef()).isEqualTo(0.1);
  }

  @Test
  void wrongNamesAreRefusedTogetherWithTheListAndTheNearest() {
    assertThat(
            issues(
                "train.algorithm=grop",
                "train.advantage=group_mean",
                "train.loss_aggregation=mean"))
        .containsExactly(
            "r.yaml: train.algorithm: found 'grop', must be one of grpo, dr-grpo, dapo, gspo,"
                + " cispo, sapo, gmpo, rloo, opo, remax, gpg, gdpo, reinforce++,"
                + " reinforce++-baseline, ppo, reinforce, trl-grpo, trl-rloo, verl-grpo,"
                + " openrlhf-reinforce++-baseline, open-instruct-grpo, nemo-grpo, prime-rl-dppo. Did you mean"
                + " \"grpo\"?",
            "r.yaml: train.advantage: found 'group_mean', must be one of group-mean-std,"
                + " group-mean, leave-one-out, leave-one-out-std, length-weighted, signal-scaled,"
                + " token-whitened, returns-whitened, each-term-std, greedy, batch-mean, gae. Did"
                + " you mean \"group-mean\"?",
            "r.yaml: train.loss_aggregation: found 'mean', must be one of token-mean,"
                + " seq-mean-token-mean, seq-mean-token-sum, constant, sum-constant.");
  }

  @Test
  void whatAnAlgorithmDoesNotHaveIsRefused() {
    assertThat(issues("train.algorithm=rloo", "train.clip_low=0.1", "train.rollout.epochs=2"))
        .containsExactly(
            "r.yaml: train.clip_low: has no meaning here: the algorithm has no clip; drop it.",
            "r.yaml: train.rollout.epochs: found 2, must be 1: the algorithm's loss takes the"
                + " rollout to be on-policy. Take one with a clip, such as grpo, for more.");
    assertThat(issues("train.kl={gradient: formula}"))
        .containsExactly(
            "r.yaml: train.kl.gradient: has no meaning with placement: reward; drop it.");
    assertThat(issues("train.kl={placement: loss, gradient: formula}"))
        .singleElement()
        .asString()
        .contains("k2-straight-through or score-function.");
    assertThat(issues("train.dual_clip=0.5"))
        .containsExactly("r.yaml: train.dual_clip: found 0.5, must be above 1, or 0 for none.");
  }

  @Test
  void everyVerifierIsGivenOnce() {
    assertThat(rlvr("train.reward=[{verifier: math}, {verifier: choice, weight: 0.5}]").reward())
        .containsExactly(
            new TrainSpec.RewardSpec("math", 1), new TrainSpec.RewardSpec("choice", 0.5));
    assertThat(issues("train.reward=[{verifier: math}, {verifier: math}]"))
        .containsExactly("r.yaml: train.reward: found [math, math], must be verifiers, each once.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"k2", "k3", "exact"})
  void onlyK1StandsInTheReward(String estimator) {
    assertThat(issues("train.kl={coef: 0.1, estimator: " + estimator + "}"))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml: train.kl.estimator: found "
                + estimator
                + ", must be k1 with placement: reward: ")
        .endsWith("Take k1, or placement: loss.");
    TrainSpec.KlSpec inLoss =
        rlvr("train.kl={coef: 0.1, placement: loss, estimator: " + estimator + "}").kl();
    assertThat(inLoss.lossTerm()).isPresent();
    assertThat(inLoss.rewardCoef()).isZero();
    assertThat(rlvr("train.kl={coef: 0.1, estimator: k1}").kl().rewardCoef()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"top_p=0.5", "top_k=20", "min_p=0.05", "top_p=half"})
  void aRolloutIsSampledFromTheWholeDistribution(String setting) {
    for (String kl : List.of("train.kl={coef: 0.1}", "train.kl={coef: 0}")) {
      assertThat(issues("train.rollout." + setting, kl))
          .singleElement()
          .asString()
          .startsWith("r.yaml: train.rollout." + setting.substring(0, 5) + ": found ")
          .contains("cuts the sampled distribution short");
    }
  }

  @Test
  void samplingThatCutsNothingMaySaySo() {
    TrainSpec.Rlvr rlvr = rlvr("train.rollout={top_p: 1.0, top_k: 0, min_p: 0, temperature: 0.7}");
    assertThat(rlvr.rollout().sampling()).isEqualTo(Sampling.atTemperature(0.7, 128));
  }

  @Test
  void aClipThatHasNoEffectIsRefused() {
    assertThat(issues("train.clip_high=0.28", "train.dual_clip=3"))
        .hasSize(2)
        .allMatch(issue -> issue.contains("has no effect with one update a rollout"));
    assertThat(rlvr("train.clip_high=0.28", "train.rollout.epochs=2").algorithm().loss())
        .isEqualTo(ClippedPolicyLoss.ofTokens(0.2, 0.28));
    // What a preset has is not the recipe's doing, and a resolved recipe says all of it.
    assertThat(rlvr("train.algorithm=dapo", "train.clip_high=0.28").preset()).isEqualTo("dapo");
  }

  @Test
  void anotherLossOrAdvantageBringsItsOwnSettings() {
    Algorithm cispo = rlvr("train.policy_loss=cispo").algorithm();
    assertThat(cispo.loss()).isEqualTo(new CispoLoss(1, 4));
    Algorithm dppo =
        rlvr(
                "train.algorithm=prime-rl-dppo",
                "train.clip_low=0.1",
                "train.ratio_penalty=0.01",
                "train.rollout.epochs=2")
            .algorithm();
    assertThat(dppo.loss()).isEqualTo(new DppoLoss(.1, .2, .01));
    Algorithm sapo =
        rlvr("train.policy_loss=sapo", "train.tau_negative=2", "train.rollout.epochs=2")
            .algorithm();
    assertThat(sapo.loss()).isEqualTo(new SapoLoss(1, 2));
    Algorithm sums = rlvr("train.ratio=sequence-sum", "train.rollout.mini_batches=2").algorithm();
    assertThat(sums.loss()).isEqualTo(new ClippedPolicyLoss(RatioLevel.SEQUENCE_SUM, .2, .2, 0));
    Algorithm whitened =
        rlvr("train.advantage=returns-whitened", "train.advantage_std=sample").algorithm();
    assertThat(whitened.advantage()).isEqualTo(new ReinforcePlusPlus(StdKind.SAMPLE));
    Algorithm verl = rlvr("train.advantage_eps=1e-6", "train.advantage_alone=reward").algorithm();
    assertThat(verl.advantage()).isEqualTo(new Grpo(StdKind.SAMPLE, 1e-6, LoneReward.REWARD));
  }

  @Test
  void settingsOfOtherPartsAreRefused() {
    assertThat(issues("train.algorithm=sapo", "train.clip_low=0.1", "train.ratio=token"))
        .hasSize(2)
        .anyMatch(issue -> issue.contains("train.clip_low: has no meaning here"))
        .anyMatch(issue -> issue.contains("train.ratio: has no meaning here"));
    assertThat(issues("train.ratio_penalty=0.1"))
        .singleElement()
        .asString()
        .contains(
            "train.ratio_penalty: has no meaning here: the algorithm has no penalty of ratios");
    assertThat(issues("train.policy_loss=dppo", "train.clip_high=2", "train.rollout.epochs=2"))
        .singleElement()
        .asString()
        .contains("train.clip_high", "in [0, 1]");
    assertThat(issues("train.tau_positive=2"))
        .containsExactly(
            "r.yaml: train.tau_positive: has no meaning here: the algorithm has no gate; drop it.");
    assertThat(
            issues(
                "train.advantage=batch-mean",
                "train.advantage_std=sample",
                "train.advantage_eps=1",
                "train.advantage_alone=zero"))
        .hasSize(3)
        .allMatch(issue -> issue.contains("the advantage has no such part; drop it."));
    assertThat(issues("train.policy_loss=gmpo", "train.clip_high=1"))
        .singleElement()
        .asString()
        .contains("has no effect with one update a rollout");
  }

  @Test
  void optionsThatContradictOneAnotherAreRefused() {
    assertThat(issues("train.algorithm=gdpo", "train.kl.coef=0.1"))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml: train.kl: found coef 0.1 with placement: reward, but advantage each-term-std")
        .endsWith("Take placement: loss, coef: 0 or another advantage.");
    assertThat(rlvr("train.algorithm=gdpo", "train.kl={coef: 0.1, placement: loss}").kl().coef())
        .isEqualTo(0.1);
    assertThat(issues("train.algorithm=gdpo", "train.truncation.handling=penalise"))
        .singleElement()
        .asString()
        .startsWith("r.yaml: train.truncation: found handling penalise, but advantage each-term");
    assertThat(issues("train.rollout.group_size=1"))
        .singleElement()
        .asString()
        .startsWith("r.yaml: train.rollout: found group_size 1, but advantage group-mean-std")
        .contains("2 or more");
    for (String algorithm : List.of("reinforce", "reinforce++", "remax")) {
      assertThat(
              rlvr("train.algorithm=" + algorithm, "train.rollout.group_size=1")
                  .rollout()
                  .groupSize())
          .isEqualTo(1);
    }
  }

  @Test
  void whatStandsAroundTheUpdatesIsAbsentUnlessAskedFor() {
    assertThat(rlvr().updates()).isEqualTo(UpdateSpec.NONE);
    UpdateSpec asked =
        rlvr(
                "train.correction={level: sequence-sum, mode: mask, cap: 3}",
                "train.entropy={target: 0.3}")
            .updates();
    assertThat(asked.correction())
        .contains(
            new RolloutCorrection(RatioLevel.SEQUENCE_SUM, RolloutCorrection.Mode.MASK, 0, 3));
    assertThat(asked.entropyTarget()).contains(new EntropyTarget(0.3, 0.005, 0.1));
    assertThat(issues("train.correction={cap: 0.5, floor: 2}", "train.entropy={step: 0.1}"))
        .containsExactly(
            "r.yaml: train.correction.floor: found 2, must be in [0, 1].",
            "r.yaml: train.correction.cap: found 0.5, must be 1 or more.",
            "r.yaml: train.entropy.target: missing; must be above 0.");
    assertThat(issues("train.entropy={target: 0.3}", "train.entropy_coef=0.2"))
        .containsExactly(
            "r.yaml: train.entropy: found max_coef 0.1, must be at least entropy_coef, which is"
                + " 0.2 and where it begins.");
  }

  @Test
  void updatesAreEpochsTimesMiniBatches() {
    TrainSpec.RolloutSpec rollout = rlvr("train.rollout={epochs: 2, mini_batches: 4}").rollout();
    assertThat(rollout.updates()).isEqualTo(8);
    assertThat(issues("train.rollout={prompts_per_step: 2, mini_batches: 3}"))
        .containsExactly(
            "r.yaml: train.rollout.mini_batches: found 3, must be at most prompts_per_step, which"
                + " is 2: a mini-batch holds whole groups.");
    assertThat(issues("train.algorithm=rloo", "train.rollout.mini_batches=2"))
        .singleElement()
        .asString()
        .startsWith("r.yaml: train.rollout.mini_batches: found 2, must be 1");
    assertThat(issues("train.rollout.updates=2"))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml: train.rollout.updates: found 2, but `updates` is no more: `epochs: 2`");
  }

  @Test
  void whatAPresetIsNotIsSaid() {
    assertThat(rlvr("train.algorithm=dapo").notes())
        .singleElement()
        .asString()
        .contains("the clip of dapo has no effect");
    assertThat(rlvr("train.algorithm=dapo", "train.signal.groups=all").notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("groups without signal stay in the batch"));
    assertThat(rlvr("train.algorithm=dapo", "train.truncation.handling=mask").notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("overlong completions cost nothing more"));
    assertThat(rlvr("train.algorithm=dapo", "train.rollout.epochs=2").notes()).isEmpty();
    assertThat(rlvr("train.rollout.epochs=2").notes()).isEmpty();
    assertThat(rlvr("train.algorithm=rloo").notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rloo", "opo", "reinforce"})
  void whatHasNoRatioTakesOneUpdate(String algorithm) {
    assertThat(issues("train.algorithm=" + algorithm, "train.rollout.epochs=2"))
        .singleElement()
        .asString()
        .contains("must be 1: the algorithm's loss takes the rollout to be on-policy");
  }
}
