package dev.belay.cli;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.PositionWeights;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.AnchorSpec.Completions;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.session.plan.AnchorPlan;
import dev.belay.session.plan.RefusalsPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    return "%s the model before training on %s, %s, %s, %s"
        .formatted(
            distance(spec),
            prompts(anchor),
            spec.divergence() == Divergence.HIDDEN
                ? "the unembedding stands still"
                : lower(spec.reduce()) + " over " + positions(spec.positions()),
            strength,
            combined(spec));
  }

  /** As often as each is asked. */
  private static String prompts(AnchorPlan anchor) {
    List<String> attacks = anchor.spec().attacks();
    String prompts = "%d prompts".formatted(anchor.asked().size());
    if (anchor.spec().asksDirectly()) {
      return prompts;
    }
    return attacks.size() == 1
        ? "%s, asked by %s".formatted(prompts, attacks.getFirst())
        : "%s (%d, each asked in %d ways: %s)"
            .formatted(
                prompts,
                anchor.asked().size() / attacks.size(),
                attacks.size(),
                String.join(", ", attacks));
  }

  /** What is set aside; empty where nothing is. */
  static Optional<String> heldOut(AnchorPlan anchor) {
    return anchor
        .spec()
        .heldOut()
        .map(
            heldOut ->
                "%d more set aside: the KL on them is measured every %d steps"
                    .formatted(anchor.heldOut().size(), heldOut.everySteps()));
  }

  private static String distance(AnchorSpec spec) {
    return switch (spec.divergence()) {
      case REVERSE, FORWARD -> "exact %s KL to".formatted(lower(spec.divergence()));
      case JS -> "exact Jensen–Shannon divergence from";
      case HIDDEN -> "mean squared distance of the prompt's last hidden state from that of";
    };
  }

  private static String combined(AnchorSpec spec) {
    String combined = "combined by " + lower(spec.combine());
    return spec.projectOver() == AnchorSpec.Over.TENSOR ? combined + ", by tensor" : combined;
  }

  /** Where embeddings are moved to; empty where they are not. */
  static Optional<String> perturbed(AnchorSpec spec) {
    return spec.perturb()
        .map(
            perturb ->
                "at embeddings moved by up to %s of their length, in %d steps of %s: %d more passes"
                        .formatted(
                            perturb.radius(), perturb.steps(), perturb.step(), 2 * perturb.steps())
                    + " forward and backward");
  }

  /** What is gone over of the model's own refusals and answers. */
  static String refusals(RefusalsPlan refusals) {
    String strength =
        switch (refusals.spec().strength()) {
          case RefusalsSpec.Term(double coef, int prompts) ->
              "%d an update, half of each, coefficient %s".formatted(prompts, coef);
          case RefusalsSpec.Mixed(double share) ->
              "%s of what is learned, half of each".formatted(share);
        };
    return "cross-entropy on the model's own completions of %d prompts to refuse and %d to answer, %s"
        .formatted(refusals.refuse().size(), refusals.answer().size(), strength);
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
