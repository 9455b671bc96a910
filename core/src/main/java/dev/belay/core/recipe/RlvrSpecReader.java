package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import java.util.List;
import java.util.Set;

/** Reads the {@code train} section of reinforcement learning. */
final class RlvrSpecReader {

  private RlvrSpecReader() {}

  static TrainSpec.Rlvr read(Section section) {
    Algorithm algorithm = AlgorithmReader.read(section);
    List<DataSpec> data = TrainSetupReader.data(section, TrainSetupReader::prompts);
    List<RewardSpec> reward = rewards(section);
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
    TruncationSpec truncation =
        section.section(
            Key.of("truncation", "what becomes of completions that are cut off")
                .source("algorithms/signal.md"),
            s -> TruncationSpecReader.read(s, preset, rollout.maxCompletionTokens()));
    refuseContradictions(section, algorithm, rollout, kl, truncation);
    TrainSetup setup = TrainSetupReader.setup(section, data, 1e-6);
    LoraSpecReader.refuseDropout(section, setup);
    return new TrainSpec.Rlvr(
        setup,
        preset,
        algorithm,
        reward,
        rollout,
        kl,
        UpdateSpecReader.read(section, algorithm.entropyCoef()),
        signal,
        truncation,
        section.count(
            Key.of("steps", "rollouts, each followed by its updates").unit("steps"), 100, 1));
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
          "found group_size 1, but advantage %s compares the completions of a prompt with one another and would be 0 for every one. Take a group_size of 2 or more, or advantage batch-mean, returns-whitened or greedy."
              .formatted(advantage));
    }
  }

  private static List<RewardSpec> rewards(Section section) {
    List<RewardSpec> rewards =
        section.sections(
            Key.of("reward", "what a completion earns, as a weighted sum of terms"),
            RlvrSpecReader::reward);
    if (rewards.isEmpty()) {
      section.issue("reward", "needs at least one term, such as [ { verifier: math } ].");
    }
    List<String> verifiers = rewards.stream().map(RewardSpec::verifier).toList();
    if (Set.copyOf(verifiers).size() < verifiers.size()) {
      section.issue("reward", "found " + verifiers + ", must be verifiers, each once.");
    }
    return rewards;
  }

  private static RewardSpec reward(Section section) {
    return new RewardSpec(
        section.requiredText(
            Key.of("verifier", "checks completions: `math`, `choice` or one of your own")
                .source("extending.md")),
        section.number(
            Key.of("weight", "what a correct completion earns").unit("reward"),
            1.0,
            value -> value != 0,
            "a number other than 0"));
  }
}
