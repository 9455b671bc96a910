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
            Key.of("signal", "which groups are trained on").source("algorithms/signal.md"),
            s -> SignalSpecReader.read(s, preset, algorithm.advantage()));
    TruncationSpec truncation =
        section.section(
            Key.of("truncation", "what becomes of completions that are cut off")
                .source("algorithms/signal.md"),
            s -> TruncationSpecReader.read(s, preset, rollout.maxCompletionTokens()));
    TrainSetup setup = TrainSetupReader.setup(section, data, 1e-6);
    LoraSpecReader.refuseDropout(section, setup);
    return new TrainSpec.Rlvr(
        setup,
        preset,
        algorithm,
        reward,
        rollout,
        kl,
        signal,
        truncation,
        section.count(
            Key.of("steps", "rollouts, each followed by its updates").unit("steps"), 100, 1));
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
