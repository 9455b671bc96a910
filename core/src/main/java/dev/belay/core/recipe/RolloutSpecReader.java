package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;

/** Reads {@code train.rollout}: how completions are sampled, and how often they are trained on. */
final class RolloutSpecReader {

  private static final String TRUNCATES =
      "found %s, cuts the sampled distribution short: loss, ratio and KL are of the policy's whole"
          + " distribution, so each would be of another policy than the one that sampled. Drop the"
          + " key; temperature sharpens the distribution and is known to the loss.";

  private static final String UPDATES = "updates";
  private static final String WERE_UPDATES =
      "found %s, but `updates` is no more: `epochs: 2` repeats the whole rollout, which is what"
          + " `updates: 2` did, and `mini_batches: 2` cuts it in two parts with a step each.";
  private static final Key EPOCHS =
      Key.of(
              "epochs",
              "passes of the updates over each rollout (TRL's `num_iterations`, verl's"
                  + " `ppo_epochs`); with one update in all every ratio is 1 and no clip has any"
                  + " effect")
          .unit("passes")
          .source("algorithms/grpo.md");
  private static final Key MINI_BATCHES =
      Key.of(
              "mini_batches",
              "parts that a rollout is cut into, whole groups each and drawn anew in every step;"
                  + " every pass takes an optimizer step on each part")
          .unit("parts")
          .source("algorithms/grpo.md");

  private RolloutSpecReader() {}

  static RolloutSpec read(Section section, Algorithm algorithm) {
    RolloutSpec rollout = read(section);
    section.refuseUnless(UPDATES, Double.NaN, WERE_UPDATES);
    if (rollout.updates() > 1 && !algorithm.loss().allowsOffPolicy()) {
      section.issue(
          rollout.epochs() > 1 ? EPOCHS.name() : MINI_BATCHES.name(),
          "found %d, must be 1: the algorithm's loss takes the rollout to be on-policy. Take one with a clip, such as grpo, for more."
              .formatted(rollout.epochs() > 1 ? rollout.epochs() : rollout.miniBatches()));
    }
    if (rollout.miniBatches() > rollout.promptsPerStep()) {
      section.issue(
          MINI_BATCHES.name(),
          "found %d, must be at most prompts_per_step, which is %d: a mini-batch holds whole groups."
              .formatted(rollout.miniBatches(), rollout.promptsPerStep()));
    }
    section.refuseUnless("top_k", 0, TRUNCATES);
    section.refuseUnless("top_p", 1, TRUNCATES);
    section.refuseUnless("min_p", 0, TRUNCATES);
    return rollout;
  }

  private static RolloutSpec read(Section section) {
    return new RolloutSpec(
        section.count(Key.of("prompts_per_step", "prompts of a step").unit("prompts"), 8, 1),
        section.count(Key.of("group_size", "completions of a prompt").unit("completions"), 8, 1),
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
        section.count(EPOCHS, 1, 1),
        section.count(MINI_BATCHES, 1, 1));
  }
}
