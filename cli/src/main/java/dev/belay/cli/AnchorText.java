package dev.belay.cli;

import dev.belay.core.objective.PositionWeights;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.AnchorSpec.Completions;
import dev.belay.session.plan.AnchorPlan;
import java.util.Locale;

/** What {@code belay run --plan} says of an anchor. */
final class AnchorText {

  private AnchorText() {}

  /** What is held, how strongly, and how. */
  static String held(AnchorPlan anchor) {
    AnchorSpec spec = anchor.spec();
    String strength =
        switch (spec.strength()) {
          case AnchorSpec.Price(double coef) -> "coefficient " + coef;
          case AnchorSpec.Bound(double nats, double eta, double initial) ->
              "at most %s nats a completion; coefficient from %s on, by %s a nat"
                  .formatted(nats, initial, eta);
        };
    return "exact %s KL to the model before training on %d prompts, %s over %s, %s, %s"
        .formatted(
            lower(spec.divergence()),
            anchor.prompts().size(),
            lower(spec.reduce()),
            positions(spec.positions()),
            strength,
            "combined by " + lower(spec.combine()));
  }

  /** What a step costs. */
  static String step(AnchorSpec spec) {
    int tokens = spec.completionTokens();
    String completions =
        tokens == 1
            ? "no completions: the first token is enough"
            : spec.completions() == Completions.REFERENCE
                ? "greedy completions of the model before training, made once"
                : "completions sampled from the policy, fresh in every update";
    return "%d prompts an update, of at most %d completion tokens each (%d together); %s"
        .formatted(
            spec.promptsPerStep(), tokens, (long) spec.promptsPerStep() * tokens, completions);
  }

  private static String positions(PositionWeights positions) {
    if (positions.equals(PositionWeights.ALL)) {
      return "all positions";
    }
    String first =
        positions.first().stream().allMatch(weight -> weight == 1)
            ? "the first %d positions".formatted(positions.first().size())
            : "positions of weights " + positions.first();
    return positions.decay() == 0 ? first : first + ", then decaying over " + positions.decay();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
