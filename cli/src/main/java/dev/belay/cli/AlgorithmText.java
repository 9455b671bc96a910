package dev.belay.cli;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.AlgorithmFormulas;
import dev.belay.core.objective.AlgorithmPreset;
import dev.belay.core.objective.Formula;
import dev.belay.core.recipe.CriticSpec;
import dev.belay.core.recipe.SignalSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TruncationSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** An algorithm of a recipe as formulas, each with where it comes from. */
final class AlgorithmText {

  private AlgorithmText() {}

  /** What of the algorithm, and its formula with its source, in order. */
  static Map<String, String> lines(TrainSpec.Rlvr rlvr) {
    AlgorithmPreset preset = Objects.requireNonNull(Algorithm.NAMED.get(rlvr.preset()));
    Map<String, String> lines = new LinkedHashMap<>();
    groups(rlvr, lines);
    lines.put("reward", reward(rlvr));
    lines.put(
        "advantage", part(rlvr, Algorithm::advantage, a -> AlgorithmFormulas.of(a.advantage())));
    lines.put("loss", part(rlvr, Algorithm::loss, a -> AlgorithmFormulas.of(a.loss())));
    lines.put(
        "mean", part(rlvr, Algorithm::aggregation, a -> AlgorithmFormulas.of(a.aggregation())));
    rlvr.critic().ifPresent(critic -> lines.put("critic", critic(critic)));
    if (rlvr.kl().lossTerm().isPresent()) {
      lines.put(
          "kl",
          "ℓ + %s KL_t under the same mean, KL_t by %s, its gradient %s  [recipe]"
              .formatted(
                  rlvr.kl().coef(), name(rlvr.kl().estimator()), name(rlvr.kl().gradient())));
    }
    entropy(rlvr, lines);
    rlvr.updates()
        .correction()
        .ifPresent(
            correction ->
                lines.put("weights", AlgorithmFormulas.of(correction).text() + "  [recipe]"));
    lines.put("updates", updates(rlvr.rollout()));
    if (!preset.note().isEmpty()) {
      lines.put("note", preset.note());
    }
    return lines;
  }

  /** With the preset's name where the part is the preset's, else the recipe's doing. */
  private static String part(
      TrainSpec.Rlvr rlvr, Function<Algorithm, Object> part, Function<Algorithm, Formula> formula) {
    Algorithm preset = Objects.requireNonNull(Algorithm.PRESETS.get(rlvr.preset()));
    Formula written = formula.apply(rlvr.algorithm());
    String by = part.apply(rlvr.algorithm()).equals(part.apply(preset)) ? rlvr.preset() : "recipe";
    return "%s  [%s; %s]".formatted(written.text(), by, written.source());
  }

  private static String critic(CriticSpec critic) {
    String start = critic.model().map(name -> "; V begins as the model " + name).orElse("");
    return loss(critic) + start;
  }

  private static String loss(CriticSpec critic) {
    return Double.isInfinite(critic.clip())
        ? "½ mean (V_t − R_t)², R_t = A_t + V_t before whitening  [recipe]"
        : "½ mean max((V_t − R_t)², (clip(V_t, V_old ± %s) − R_t)²), R_t = A_t + V_t before whitening  [recipe]"
            .formatted(critic.clip());
  }

  private static String reward(TrainSpec.Rlvr rlvr) {
    StringBuilder sum = new StringBuilder("r_i = ");
    for (int k = 0; k < rlvr.reward().size(); k++) {
      TrainSpec.RewardSpec term = rlvr.reward().get(k);
      sum.append(k == 0 ? "" : " + ").append(term.weight()).append(' ').append(term.name());
    }
    if (rlvr.kl().rewardCoef() > 0) {
      sum.append(" − ").append(rlvr.kl().rewardCoef()).append(" Σ_t log(π_old/π_ref)");
    }
    TruncationSpec truncation = rlvr.truncation();
    if (truncation.handling() == TruncationSpec.Handling.PENALISE) {
      sum.append(" − ")
          .append(truncation.factor())
          .append(" · share of the last ")
          .append(truncation.buffer())
          .append(" tokens that are used (arXiv:2503.14476 eq. 13)");
    }
    return sum + "  [recipe]";
  }

  private static void groups(TrainSpec.Rlvr rlvr, Map<String, String> lines) {
    if (rlvr.signal().groups() == SignalSpec.Groups.WITH_SIGNAL) {
      lines.put(
          "groups",
          "those whose scores differ; others are replaced, in up to %d rounds  [arXiv:2503.14476 §3.2]"
              .formatted(rlvr.signal().refillRounds()));
    }
    List<String> masked = new ArrayList<>();
    if (rlvr.truncation().handling() == TruncationSpec.Handling.MASK) {
      masked.add("were cut off");
    }
    if (rlvr.signal().taskRefusals() == SignalSpec.TaskRefusals.MASK) {
      masked.add("refuse the task");
    }
    if (!masked.isEmpty()) {
      lines.put(
          "masked",
          "completions that %s leave loss and baseline  [recipe]"
              .formatted(String.join(" or ", masked)));
    }
  }

  private static void entropy(TrainSpec.Rlvr rlvr, Map<String, String> lines) {
    rlvr.updates()
        .entropyTarget()
        .ifPresentOrElse(
            target ->
                lines.put(
                    "entropy",
                    "ℓ − c H_t, c from %s by %s a step towards H = %s nats, in [0, %s]  [recipe; arXiv:2505.22312]"
                        .formatted(
                            rlvr.algorithm().entropyCoef(),
                            target.step(),
                            target.nats(),
                            target.maxCoef())),
            () -> {
              if (rlvr.algorithm().entropyCoef() > 0) {
                lines.put(
                    "entropy", "ℓ − %s H_t  [recipe]".formatted(rlvr.algorithm().entropyCoef()));
              }
            });
  }

  private static String updates(TrainSpec.RolloutSpec rollout) {
    return "%d a rollout (epochs %d, mini-batches %d); π_old is the policy that sampled%s  [recipe]"
        .formatted(
            rollout.updates(),
            rollout.epochs(),
            rollout.miniBatches(),
            rollout.updates() == 1 ? ", so every ratio is 1" : "");
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
