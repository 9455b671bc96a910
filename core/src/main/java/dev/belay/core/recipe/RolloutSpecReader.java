package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;

/** Reads {@code train.rollout}: how completions are sampled, and how often they are trained on. */
final class RolloutSpecReader {

  private static final String TRUNCATES =
      "found %s, cuts the sampled distribution short: loss, ratio and KL are of the policy's whole"
          + " distribution, so each would be of another policy than the one that sampled. Drop the"
          + " key; temperature sharpens the distribution and is known to the loss.";

  private RolloutSpecReader() {}

  static RolloutSpec read(Section section, Algorithm algorithm) {
    RolloutSpec rollout = read(section);
    if (rollout.updates() > 1 && !algorithm.loss().allowsOffPolicy()) {
      section.issue(
          "updates",
          "found "
              + rollout.updates()
              + ", must be 1: the algorithm's loss takes the rollout to be on-policy. Take one with"
              + " a clip, such as grpo, for more.");
    }
    section.refuseUnless("top_k", 0, TRUNCATES);
    section.refuseUnless("top_p", 1, TRUNCATES);
    section.refuseUnless("min_p", 0, TRUNCATES);
    return rollout;
  }

  private static RolloutSpec read(Section section) {
    return new RolloutSpec(
        section.count(Key.of("prompts_per_step", "prompts of a step").unit("prompts"), 8, 1),
        section.count(Key.of("group_size", "completions of a prompt").unit("completions"), 8, 2),
        section.count(
            Key.of(
                    "max_completion_tokens",
                    "longest completion; one that is cut off there is no success")
                .unit("tokens"),
            128,
            1),
        section.number(
            Key.of(
                    "temperature",
                    "divides the logits, those of the loss and of the reference too: the KL is of"
                        + " the distributions at this temperature")
                .source("theory.md"),
            1.0,
            value -> value > 0,
            "above 0"),
        section.count(
            Key.of(
                    "updates",
                    "optimizer steps on each rollout, each on the whole of it (TRL's"
                        + " `num_iterations`, verl's `ppo_epochs`; there are no mini-batches); with"
                        + " 1 every ratio is 1 and no clip has any effect")
                .unit("updates")
                .source("algorithms/grpo.md"),
            1,
            1));
  }
}
