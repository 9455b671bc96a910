package dev.belay.core.recipe;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.PolicyLoss;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import java.util.List;
import java.util.Objects;

/** Reads {@code train.algorithm}, a preset, and the keys beside it that override its parts. */
final class AlgorithmReader {

  private static final String NAME = "algorithm";
  private static final Key CLIP_LOW =
      Key.of("clip_low", "how far the ratio may fall below 1; by default the preset's")
          .source("arXiv:1707.06347");
  private static final Key CLIP_HIGH =
      Key.of("clip_high", "how far the ratio may rise above 1; by default the preset's")
          .source("arXiv:2503.14476");
  private static final Key DUAL_CLIP =
      Key.of(
              "dual_clip",
              "the most that a token with a negative advantage may cost, in advantages; 0 turns it"
                  + " off")
          .source("arXiv:1912.09729");

  private AlgorithmReader() {}

  static Algorithm read(Section section) {
    Key algorithm =
        Key.of(
                NAME,
                "a preset, whose parts the following keys may change; `dapo` also has defaults of"
                    + " its own in `signal` and `truncation`")
            .source("algorithms/README.md");
    Algorithm preset = section.named(algorithm, Algorithm.PRESETS, "grpo");
    Key advantage =
        Key.of("advantage", "what a reward is compared with; by default the preset's")
            .source("algorithms/README.md");
    AdvantageEstimator estimator =
        section.named(advantage, Algorithm.ADVANTAGES, Algorithm.nameOf(preset.advantage()));
    PolicyLoss loss = loss(section, preset.loss());
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

  private static PolicyLoss loss(Section section, PolicyLoss preset) {
    return switch (preset) {
      case ClippedPolicyLoss clipped ->
          new ClippedPolicyLoss(
              clipped.ratioLevel(),
              section.number(
                  CLIP_LOW, clipped.clipLow(), value -> value >= 0 && value <= 1, "in [0, 1]"),
              section.number(CLIP_HIGH, clipped.clipHigh(), value -> value >= 0, "0 or more"),
              section.number(
                  DUAL_CLIP,
                  clipped.dualClip(),
                  value -> value == 0 || value > 1,
                  "above 1, or 0 for none"));
      case ReinforceLoss reinforce -> {
        for (Key key : List.of(CLIP_LOW, CLIP_HIGH, DUAL_CLIP)) {
          section.refuse(key, "has no meaning here: the algorithm has no clip; drop it.");
        }
        yield reinforce;
      }
    };
  }

  /** The preset's name, once {@link #read} has read it. */
  static String presetOf(Section section) {
    return (String) section.resolved().getOrDefault(NAME, "grpo");
  }

  /** Refuses bounds of a ratio that never leaves 1. A preset's own are not the recipe's doing. */
  static void refuseInertClip(Section section, Algorithm algorithm, RolloutSpec rollout) {
    Algorithm preset = Objects.requireNonNull(Algorithm.PRESETS.get(presetOf(section)));
    if (rollout.updates() > 1 || algorithm.loss().equals(preset.loss())) {
      return;
    }
    for (Key key : List.of(CLIP_LOW, CLIP_HIGH, DUAL_CLIP)) {
      if (section.has(key.name())) {
        section.issue(
            key.name(),
            "has no effect with one update a rollout, where every ratio is 1; drop it, or ask for"
                + " more rollout.epochs or mini_batches.");
      }
    }
  }
}
