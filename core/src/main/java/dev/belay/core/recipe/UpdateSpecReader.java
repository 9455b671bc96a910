package dev.belay.core.recipe;

import dev.belay.core.objective.EntropyTarget;
import dev.belay.core.objective.RatioLevel;
import dev.belay.core.objective.RolloutCorrection;

/** Reads {@code train.correction}, {@code train.entropy} and {@code train.token_weights}. */
final class UpdateSpecReader {

  private UpdateSpecReader() {}

  /**
   * Reads all of them.
   *
   * @param entropyCoef where the weight of the entropy bonus begins
   */
  static UpdateSpec read(Section section, double entropyCoef) {
    UpdateSpec spec = read(section);
    if (spec.entropyTarget().filter(target -> target.maxCoef() < entropyCoef).isPresent()) {
      section.issue(
          "entropy",
          "found max_coef %s, must be at least entropy_coef, which is %s and where it begins."
              .formatted(spec.entropyTarget().orElseThrow().maxCoef(), entropyCoef));
    }
    return spec;
  }

  private static UpdateSpec read(Section section) {
    return new UpdateSpec(
        section.optionalSection(
            Key.of(
                    "correction",
                    "weighs each token's loss by the trainer's probability over the sampler's, as"
                        + " they were before the update")
                .source("algorithms/correction.md"),
            UpdateSpecReader::correction),
        section.optionalSection(
            Key.of(
                    "entropy",
                    "moves `entropy_coef`, after every step, so that the entropy keeps to a target")
                .source("algorithms/entropy.md"),
            UpdateSpecReader::entropy),
        TokenWeightsReader.read(section));
  }

  private static RolloutCorrection correction(Section section) {
    return new RolloutCorrection(
        section.choice(
            Key.of(
                "level",
                "what is weighed: each token, or whole completions by the mean or the sum of their"
                    + " log-ratios"),
            RatioLevel.class,
            RatioLevel.TOKEN),
        section.choice(
            Key.of("mode", "a weight outside of the bounds is set to the bound, or to 0"),
            RolloutCorrection.Mode.class,
            RolloutCorrection.Mode.TRUNCATE),
        section.number(
            Key.of("floor", "smallest weight; 0 for none"),
            0.0,
            value -> value >= 0 && value <= 1,
            "in [0, 1]"),
        section.number(Key.of("cap", "largest weight"), 2.0, value -> value >= 1, "1 or more"));
  }

  private static EntropyTarget entropy(Section section) {
    return new EntropyTarget(
        section.number(
            Key.of("target", "mean entropy of a token").unit("nats"),
            null,
            value -> value > 0,
            "above 0"),
        section.number(
            Key.of("step", "how much `entropy_coef` rises or falls after a step")
                .unit("loss a nat"),
            0.005,
            value -> value > 0,
            "above 0"),
        section.number(
            Key.of("max_coef", "largest `entropy_coef`").unit("loss a nat"),
            0.1,
            value -> value > 0,
            "above 0"));
  }
}
