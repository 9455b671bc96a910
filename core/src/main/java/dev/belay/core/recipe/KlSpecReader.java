package dev.belay.core.recipe;

import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec.Placement;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code train.kl}: which estimate of the KL stands where, and that it anchors there. */
final class KlSpecReader {

  private static final Key GRADIENT =
      Key.of(
              "gradient",
              "with `placement: loss`, how the estimate is differentiated; by default"
                  + " `k2-straight-through` for `k1`, else `formula`")
          .source("algorithms/grpo.md");

  private KlSpecReader() {}

  static KlSpec read(Section section) {
    double coef =
        section.number(
            Key.of("coef", "β, the weight of the KL; 0 means no anchor")
                .unit("reward a nat")
                .source("theory.md"),
            0.0,
            value -> value >= 0,
            "0 or more");
    KlEstimator estimator =
        section.choice(
            Key.of("estimator", "how a token's KL is estimated; in the reward it must be `k1`")
                .source("theory.md"),
            KlEstimator.class,
            KlEstimator.K1);
    Placement placement =
        section.choice(
            Key.of("placement", "where the KL enters").source("theory.md"),
            Placement.class,
            Placement.REWARD);
    boolean inReward = placement == Placement.REWARD;
    KlGradient gradient =
        inReward ? rewardGradient(section, estimator) : lossGradient(section, estimator);
    return new KlSpec(
        coef,
        inReward ? KlEstimator.K1 : estimator,
        placement,
        gradient,
        KlAnchoringReader.controller(section, coef),
        KlAnchoringReader.reference(section, coef));
  }

  private static KlGradient rewardGradient(Section section, KlEstimator estimator) {
    if (estimator != KlEstimator.K1) {
      section.issue(
          "estimator",
          "found "
              + estimator.name().toLowerCase(Locale.ROOT)
              + ", must be k1 with placement: reward: the policy gradient of any other estimate"
              + " there is not that of the KL and holds nothing. Take k1, or placement: loss.");
    }
    section.refuseChoice(
        GRADIENT, KlGradient.class, "has no meaning with placement: reward; drop it.");
    return KlGradient.defaultOf(KlEstimator.K1);
  }

  private static KlGradient lossGradient(Section section, KlEstimator estimator) {
    KlGradient usual = KlGradient.defaultOf(estimator);
    KlGradient gradient = section.choice(GRADIENT, KlGradient.class, usual);
    Optional<String> conflict = gradient.conflictWith(estimator);
    conflict.ifPresent(why -> section.issue("gradient", why + "."));
    return conflict.isPresent() ? usual : gradient;
  }
}
