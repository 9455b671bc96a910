package dev.belay.core.recipe;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.PolicyLoss;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import java.util.Objects;

/** Reads {@code train.algorithm}, a preset, and the keys beside it that override its parts. */
final class AlgorithmReader {

  private static final String NAME = "algorithm";

  private AlgorithmReader() {}

  static Algorithm read(Section section) {
    Key algorithm =
        Key.of(
                NAME,
                "a preset, whose parts the following keys may change; `dapo` also has defaults of"
                    + " its own in `signal` and `truncation`")
            .source("algorithms/README.md");
    Algorithm preset = section.named(algorithm, Algorithm.PRESETS, "grpo");
    AdvantageEstimator estimator = AdvantageReader.read(section, preset.advantage());
    PolicyLoss loss = PolicyLossReader.read(section, preset.loss());
    Key aggregation =
        Key.of("loss_aggregation", "how token losses become one number; by default the preset's")
            .source("algorithms/README.md");
    Key entropyCoef =
        Key.of("entropy_coef", "weight of the entropy bonus, averaged as the loss is")
            .unit("loss a nat");
    return new Algorithm(
        estimator,
        loss,
        section.choice(aggregation, LossAggregation.class, preset.aggregation()),
        section.number(entropyCoef, preset.entropyCoef(), value -> value >= 0, "0 or more"));
  }

  /** The preset's name, once {@link #read} has read it. */
  static String presetOf(Section section) {
    return (String) section.resolved().getOrDefault(NAME, "grpo");
  }

  /** Refuses bounds of a ratio that never leaves 1. A preset's own are not the recipe's doing. */
  static void refuseInertClip(Section section, Algorithm algorithm, RolloutSpec rollout) {
    Algorithm preset = Objects.requireNonNull(Algorithm.PRESETS.get(presetOf(section)));
    PolicyLossReader.refuseInert(section, algorithm.loss(), preset.loss(), rollout);
  }
}
