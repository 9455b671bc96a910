package dev.belay.cli;

import dev.belay.core.objective.PairLoss;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.HeldOutSpec;
import dev.belay.core.recipe.PairsSpec;
import dev.belay.core.recipe.RewardModelSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a plan says of training on preferences. */
final class PreferenceText {

  private PreferenceText() {}

  /** Lines by their labels, in order. */
  static Map<String, String> of(DpoSpec spec) {
    Map<String, String> lines = new LinkedHashMap<>();
    spec.pairs().ifPresent(pairs -> lines.put("pairs", made(pairs)));
    lines.put("loss", loss(spec.loss()) + ", " + ratio(spec));
    if (spec.pairs().isPresent()) {
      lines.put("", optimum(spec));
    }
    spec.heldOut().ifPresent(held -> lines.put("held out", text(held)));
    return lines;
  }

  /** The same of a reward model. */
  static Map<String, String> of(RewardModelSpec spec) {
    Map<String, String> lines = new LinkedHashMap<>();
    spec.pairs().ifPresent(pairs -> lines.put("pairs", made(pairs)));
    lines.put(
        "loss",
        "−log σ(r_chosen − r_rejected − %s) + %s (r_chosen + r_rejected)²"
            .formatted(spec.margin(), spec.centre()));
    spec.heldOut().ifPresent(held -> lines.put("held out", text(held)));
    return lines;
  }

  private static String text(HeldOutSpec held) {
    return "%d pairs, measured every %d steps".formatted(held.pairs(), held.everySteps());
  }

  private static String made(PairsSpec pairs) {
    return "a correct and a wrong one of %d completions of each problem by the model before training (%s; at most %d tokens, temperature %s), at most %d of a problem"
        .formatted(
            pairs.completions(),
            pairs.verifier(),
            pairs.maxCompletionTokens(),
            pairs.temperature(),
            pairs.perPrompt());
  }

  private static String loss(PairLoss loss) {
    return switch (loss) {
      case PairLoss.Sigmoid(double beta, double smoothing) when smoothing == 0 ->
          "DPO: −log σ(%s Δ)".formatted(beta);
      case PairLoss.Sigmoid(double beta, double smoothing) ->
          "conservative DPO: −%s log σ(%s Δ) − %s log σ(−%s Δ)"
              .formatted(1 - smoothing, beta, smoothing, beta);
      case PairLoss.Ipo(double beta) -> "IPO: (Δ − %s)²".formatted(1 / (2 * beta));
    };
  }

  /** What the best policy of all would be on pairs of verdicts: docs/algorithms/dpo.md. */
  private static String optimum(DpoSpec spec) {
    double margin = spec.loss().bestMargin();
    if (Double.isInfinite(margin)) {
      return "no margin is enough: nothing but the end of training bounds how far verdicts drive"
          + " it; label_smoothing or loss: ipo does";
    }
    return spec.lengthNormalized()
        ? "best margin %.3g nats a token, for long and short completions alike".formatted(margin)
        : "best margin %.3g nats: the tilt by the verdict with coefficient %.3g"
            .formatted(margin, 1 / margin);
  }

  private static String ratio(DpoSpec spec) {
    return "Δ the log-ratio to the model before training of the chosen completion less that of the"
        + " rejected one, "
        + (spec.lengthNormalized()
            ? "each averaged over its tokens"
            : "each summed over its tokens");
  }
}
