package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import java.util.List;
import java.util.Optional;

/** Reads the {@code train} section of reinforcement learning. */
final class RlvrSpecReader {

  private RlvrSpecReader() {}

  static TrainSpec.Rlvr read(Section section) {
    Algorithm named = AlgorithmReader.read(section);
    Optional<CriticSpec> critic = CriticSpecReader.read(section, named.advantage());
    Algorithm algorithm = critic.map(CriticSpec::advantage).map(named::withAdvantage).orElse(named);
    List<DataSpec> data = TrainSetupReader.data(section, TrainSetupReader::prompts);
    List<RewardSpec> reward = RewardSpecReader.read(section);
    RolloutSpec rollout =
        section.section(
            Key.of("rollout", "how completions are sampled"),
            s -> RolloutSpecReader.read(s, algorithm));
    AlgorithmReader.refuseInertClip(section, algorithm, rollout);
    KlSpec kl =
        section.section(
            Key.of(
                    "kl",
                    "how far the policy may go, on the task's own prompts, from the model before"
                        + " training")
                .source("theory.md"),
            KlSpecReader::read);
    String preset = AlgorithmReader.presetOf(section);
    SignalSpec signal =
        section.section(
            Key.of("signal", "which prompts and groups are trained on")
                .source("algorithms/signal.md"),
            s -> SignalSpecReader.read(s, preset, algorithm.advantage()));
    if (signal.difficulty().isPresent() && reward.stream().anyMatch(RewardSpec::isModel)) {
      section.issue(
          "signal.difficulty",
          "counts how often a prompt is solved, which a reward model does not say. Drop it, or"
              + " reward verifiers alone.");
    }
    TruncationSpec truncation =
        section.section(
            Key.of("truncation", "what becomes of completions that are cut off")
                .source("algorithms/signal.md"),
            s -> TruncationSpecReader.read(s, preset, rollout.maxCompletionTokens()));
    refuseContradictions(section, algorithm, rollout, kl, truncation);
    UpdateSpec updates = UpdateSpecReader.read(section, algorithm.entropyCoef());
    TokenWeightsReader.refuseMoving(section, updates.tokenWeights(), kl.reference());
    Optional<SafetyRewardSpec> safetyReward =
        SafetyRewardSpecReader.read(section, rollout, algorithm.advantage());
    return new TrainSpec.Rlvr(
        setup(section, data),
        preset,
        algorithm,
        reward,
        rollout,
        kl,
        updates,
        critic,
        signal,
        truncation,
        safetyReward,
        section.count(
            Key.of("steps", "rollouts, each followed by its updates").unit("steps"), 100, 1));
  }

  private static TrainSetup setup(Section section, List<DataSpec> data) {
    TrainSetup setup = TrainSetupReader.setup(section, data, 1e-6);
    LoraSpecReader.refuseDropout(
        section,
        setup,
        "completions are sampled without dropout, so the ratio and the KL of a pass with dropout"
            + " are of another policy.");
    return setup;
  }

  private static void refuseContradictions(
      Section section,
      Algorithm algorithm,
      RolloutSpec rollout,
      KlSpec kl,
      TruncationSpec truncation) {
    String advantage = Algorithm.nameOf(algorithm.advantage());
    if (kl.rewardCoef() > 0 && !algorithm.advantage().countsPenalties()) {
      section.issue(
          "kl",
          "found coef %s with placement: reward, but advantage %s looks at the reward's terms alone and never sees it. Take placement: loss, coef: 0 or another advantage."
              .formatted(kl.rewardCoef(), advantage));
    }
    if (truncation.handling() == TruncationSpec.Handling.PENALISE
        && !algorithm.advantage().countsPenalties()) {
      section.issue(
          "truncation",
          "found handling penalise, but advantage %s looks at the reward's terms alone and never sees a penalty. Take count, mask or another advantage."
              .formatted(advantage));
    }
    if (rollout.groupSize() == 1 && algorithm.advantage().needsGroup()) {
      section.issue(
          "rollout",
          "found group_size 1, but advantage %s compares the completions of a prompt with one another and would be 0 for every one. Take a group_size of 2 or more, or advantage batch-mean, returns-whitened, greedy or gae."
              .formatted(advantage));
    }
  }
}
