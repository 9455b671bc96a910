package dev.belay.cli;

import dev.belay.core.advantage.SafetyConstraint;
import dev.belay.core.objective.TokenWeights;
import dev.belay.core.recipe.ProximalSpec;
import dev.belay.core.recipe.SafetyRewardSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.ProximalPlan;
import dev.belay.session.plan.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code belay run --plan} says of defences by weights, by token and by reward. */
final class DefenceText {

  private DefenceText() {}

  /** Lines by what they are of. */
  static Map<String, String> of(TrainSpec train, ExperimentPlan plan) {
    Map<String, String> lines = new LinkedHashMap<>();
    plan.guards().proximal().ifPresent(proximal -> lines.put("proximal", proximal(proximal)));
    tokenWeights(train).ifPresent(weights -> lines.put("tokens", tokens(weights)));
    if (train instanceof TrainSpec.Rlvr rlvr) {
      rlvr.safetyReward().ifPresent(spec -> lines.put("requests", requests(spec, rlvr, plan)));
    }
    return lines;
  }

  private static String proximal(ProximalPlan plan) {
    ProximalSpec spec = plan.spec();
    String start =
        "weights pulled to their start, coefficient %s, %s"
            .formatted(spec.coef(), spec.form().name().toLowerCase(Locale.ROOT));
    return plan.isWeighted()
        ? "%s, by the Fisher information of %d completions of %d prompts, made once"
            .formatted(start, plan.prompts().size() * spec.samples(), plan.prompts().size())
        : start;
  }

  private static Optional<TokenWeights> tokenWeights(TrainSpec train) {
    return switch (train) {
      case TrainSpec.Sft sft -> sft.tokenWeights();
      case TrainSpec.Rlvr rlvr -> rlvr.updates().tokenWeights();
      default -> Optional.empty();
    };
  }

  private static String tokens(TokenWeights weights) {
    return "each held near its start, by a beta of %s for the first, %s up to the %dth, then %s"
        .formatted(weights.first(), weights.early(), weights.earlyPositions(), weights.rest());
  }

  private static String requests(SafetyRewardSpec spec, TrainSpec.Rlvr rlvr, ExperimentPlan plan) {
    int window = rlvr.rollout().promptsPerStep();
    int there =
        plan.training().orElse(null) instanceof TrainingPlan.Rlvr planned
            ? planned.safety().map(safety -> safety.requests().size()).orElse(0)
            : 0;
    String asked =
        "%d of %d prompts a step, from %d; judged by %s"
            .formatted(spec.promptsOf(window), window, there, plan.suites().judge().name());
    return spec.constraint()
        .map(SafetyConstraint::limit)
        .map(limit -> asked + "; a multiplier keeps the mean cost to " + limit)
        .orElse(asked);
  }
}
