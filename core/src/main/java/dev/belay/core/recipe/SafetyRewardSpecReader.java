package dev.belay.core.recipe;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.SafetyConstraint;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import java.util.List;
import java.util.Optional;

/** Reads {@code train.safety_reward}: which requests are asked in between, and what they weigh. */
final class SafetyRewardSpecReader {

  private static final String PAGE = "defences/safety-reward.md";

  private static final Key SAFETY_REWARD =
      Key.of(
              "safety_reward",
              "mixes requests into the prompts: harmful ones earn 1 when refused, harmless"
                  + " look-alikes when answered, by the judge of `evaluate.judge`")
          .source(PAGE);

  private SafetyRewardSpecReader() {}

  /** Reads it, if it is there, beside what it has to fit. */
  static Optional<SafetyRewardSpec> read(
      Section section, RolloutSpec rollout, AdvantageEstimator advantage) {
    Optional<SafetyRewardSpec> spec =
        section.optionalSection(SAFETY_REWARD, one -> read(one, rollout.promptsPerStep()));
    if (spec.isPresent() && !advantage.countsPenalties()) {
      section.issue(
          SAFETY_REWARD.name(),
          "stands beside advantage %s, which normalises each term of the reward over all completions of a prompt, and here each prompt has terms of its own. Take another advantage."
              .formatted(Algorithm.nameOf(advantage)));
    }
    return spec;
  }

  private static SafetyRewardSpec read(Section section, int promptsPerStep) {
    List<DataSpec> data =
        section.sections(
            Key.of(
                    "data",
                    "requests whose records say `refuse` or `answer`; none of them may be measured")
                .source(PAGE),
            TrainSetupReader::prompts);
    if (data.isEmpty()) {
      section.issue(
          "data", "needs at least one source, such as { source: builtin-safety, split: align }.");
    }
    double share =
        section.number(
            Key.of("share", "of `rollout.prompts_per_step`, rounded; the task has the rest")
                .unit("share"),
            0.25,
            value -> value > 0 && value < 1,
            "in (0, 1)");
    SafetyRewardSpec spec =
        new SafetyRewardSpec(
            data,
            share,
            section.optionalSection(
                Key.of(
                        "lagrange",
                        "weighs safety against the task by a multiplier, so that the mean cost"
                            + " keeps to a limit; without it both count as they are")
                    .source(PAGE),
                SafetyRewardSpecReader::constraint));
    int prompts = spec.promptsOf(promptsPerStep);
    if (prompts < 1 || prompts >= promptsPerStep) {
      section.issue(
          "share",
          "found %s, which is %d of %d prompts a step; must leave at least one for safety and one for the task. Take another share, or more rollout.prompts_per_step."
              .formatted(share, prompts, promptsPerStep));
    }
    return spec;
  }

  private static SafetyConstraint constraint(Section section) {
    double limit =
        section.number(
            Key.of("limit", "mean cost to keep to: wrong reactions to requests, of all decided")
                .unit("share"),
            null,
            value -> value >= 0 && value < 1,
            "in [0, 1)");
    double eta =
        section.number(
            Key.of("eta", "how fast the logarithm of the multiplier moves").source(PAGE),
            0.1,
            value -> value > 0,
            "above 0");
    double initial =
        section.number(
            Key.of("initial", "the multiplier of the first step"), 1.0, v -> v > 0, "above 0");
    double most =
        section.number(
            Key.of(
                "max",
                "largest multiplier: without one it would grow without bound where no"
                    + " refusal ever comes"),
            5.0,
            value -> value > 0,
            "above 0");
    if (initial > most) {
      section.issue("initial", "found %s, must be at most max, %s.".formatted(initial, most));
    }
    return new SafetyConstraint(limit, eta, Math.min(initial, most), most);
  }
}
