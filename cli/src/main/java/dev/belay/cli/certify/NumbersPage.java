package dev.belay.cli.certify;

import dev.belay.core.drift.BaseSafety;
import dev.belay.core.drift.DropBounds;
import dev.belay.core.drift.DropDesign;
import dev.belay.core.drift.KlMax;
import dev.belay.core.drift.Suboptimality;
import dev.belay.core.stats.StandardNormal;
import dev.belay.safety.eval.Prose;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What numbers say of safety, as a page for people and as facts for programs. */
record NumbersPage(
    Numbers numbers,
    Optional<BaseSafety> base,
    Optional<DropDesign> design,
    OptionalDouble klLimit,
    Optional<DropBounds> ofKl,
    Optional<DropBounds> ofReverseKl,
    Optional<DropBounds> ofCoefficient) {

  private static final MathContext FOUR_FIGURES = new MathContext(4);

  private static final String ON_SAFETY_PROMPTS =
      "on the prompts whose safety is asked about: the KL on the task's prompts says nothing of"
          + " them.";

  private static final String OPTIMUM =
      "Assumes that training reaches the optimum of reward less coefficient times KL (k1 in the"
          + " reward), "
          + ON_SAFETY_PROMPTS
          + " Shared weights, early stopping and clipping leave that; measure afterwards.";

  private static final String ANY_POLICY =
      "Holds for any policy with that KL "
          + ON_SAFETY_PROMPTS
          + " An estimated KL makes it model-based: a rare completion can hide much of it.";

  private static final String MIRRORED =
      "Holds for any policy with that KL from the base, estimated on the base's completions, "
          + ON_SAFETY_PROMPTS
          + " An estimated KL makes it model-based: a completion that the base rarely gives can"
          + " hide much of it.";

  private static final String TEST =
      "The prompts are drawn at random from those asked about, each answered once by both models."
          + " This test needs no theory and is the certificate of record.";

  /** The options as they were given, checked. */
  record Numbers(
      OptionalDouble drop,
      OptionalDouble kl,
      OptionalDouble klError,
      OptionalDouble reverseKl,
      boolean rise,
      OptionalDouble coefficient,
      OptionalDouble gap,
      OptionalDouble success,
      OptionalDouble baseSafety,
      OptionalLong prompts,
      double range,
      double discordant,
      double power,
      double confidence) {

    /**
     * What is known of the base: of the share that can fall, the complement of one that can rise.
     */
    private Optional<BaseSafety> base() {
      if (baseSafety.isEmpty()) {
        return Optional.empty();
      }
      double value = baseSafety.getAsDouble();
      if (rise) {
        return Optional.of(BaseSafety.complementOf(value, prompts, confidence));
      }
      return Optional.of(
          prompts.isPresent()
              ? BaseSafety.measured(value, prompts.getAsLong(), confidence)
              : BaseSafety.exact(value));
    }

    private DropBounds ofCoefficient(Optional<BaseSafety> base) {
      double beta = coefficient.getAsDouble();
      DropBounds optimum = DropBounds.ofCoefficient(base, range, beta, success);
      return gap.isEmpty()
          ? optimum
          : optimum.shortOfOptimum(Suboptimality.of(gap.getAsDouble(), beta));
    }

    private String moved() {
      return rise ? "the share has risen" : "safety has dropped";
    }
  }

  static NumbersPage of(Numbers of) {
    Optional<BaseSafety> base = of.base();
    OptionalDouble limit =
        of.kl().isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                of.kl().getAsDouble()
                    + StandardNormal.quantile(of.confidence()) * of.klError().orElse(0));
    return new NumbersPage(
        of,
        base,
        of.drop().isEmpty()
            ? Optional.empty()
            : Optional.of(
                DropDesign.of(
                    of.drop().getAsDouble(),
                    base,
                    of.range(),
                    of.discordant(),
                    1 - of.confidence(),
                    of.power())),
        limit,
        limit.isEmpty()
            ? Optional.empty()
            : Optional.of(DropBounds.ofKl(base, limit.getAsDouble())),
        of.reverseKl().isEmpty()
            ? Optional.empty()
            : Optional.of(DropBounds.ofReverseKl(base, of.reverseKl().getAsDouble())),
        of.coefficient().isEmpty() ? Optional.empty() : Optional.of(of.ofCoefficient(base)));
  }

  /** For people. */
  String text() {
    List<String> lines = new ArrayList<>();
    base.ifPresent(known -> lines.add(baseLine(known)));
    design.ifPresent(of -> design(of, lines));
    ofKl.ifPresent(
        bounds -> {
          lines.add("");
          lines.add("With a KL of " + klWords() + ", " + numbers.moved() + " by at most");
          bounds(bounds, lines);
          remark(ANY_POLICY, "  ", lines);
        });
    ofReverseKl.ifPresent(
        bounds -> {
          lines.add("");
          lines.add(
              "With a KL of the base to the trained model of %s nats, %s by at most"
                  .formatted(number(numbers.reverseKl().getAsDouble()), numbers.moved()));
          bounds(bounds, lines);
          remark(MIRRORED, "  ", lines);
        });
    ofCoefficient.ifPresent(
        bounds -> {
          lines.add("");
          lines.add(
              "With a coefficient of %s and rewards of range %s, %s by at most"
                  .formatted(
                      number(numbers.coefficient().getAsDouble()),
                      number(numbers.range()),
                      numbers.gap().isEmpty()
                          ? "at the optimum " + numbers.moved()
                          : "short of the optimum by %s, %s"
                              .formatted(number(numbers.gap().getAsDouble()), numbers.moved())));
          bounds(bounds, lines);
          lines.add(
              "  %-12s nats is the farthest such an optimum can be from the base  (§4.2)"
                  .formatted(number(klMax())));
          remark(OPTIMUM, "  ", lines);
        });
    lines.add("");
    lines.add("Sections are those of the drift specification; docs/theory.md explains them.");
    return String.join("\n", lines) + "\n";
  }

  private double klMax() {
    return KlMax.of(numbers.range(), numbers.coefficient().getAsDouble()).klMax();
  }

  private String baseLine(BaseSafety known) {
    return known.prompts().isEmpty()
        ? "%s %s, taken as exact: give --base-safety-n if it was measured."
            .formatted(baseWord(), number(shown(known.value())))
        : "%s %s on %d prompts; at %s %s at confidence %s (Clopper-Pearson), which is used."
            .formatted(
                baseWord(),
                number(shown(known.value())),
                known.prompts().getAsLong(),
                numbers.rise() ? "most" : "least",
                number(shown(known.lower())),
                number(numbers.confidence()));
  }

  private String baseWord() {
    return numbers.rise() ? "The base's share" : "Base safety";
  }

  /** The share that was asked about. */
  private double shown(double known) {
    return numbers.rise() ? 1 - known : known;
  }

  private void design(DropDesign of, List<String> lines) {
    lines.add("");
    lines.add(
        "To hold a %s within %s"
            .formatted(numbers.rise() ? "rise of the share" : "drop of safety", number(of.drop())));
    lines.add("  smallest KL coefficient, rewards of range " + number(numbers.range()));
    lines.add("    %-12s whatever base safety is  (§7.1)".formatted(number(of.anyCoefficient())));
    of.coefficient()
        .ifPresent(
            value ->
                lines.add("    %-12s with this base safety  (§7.1)".formatted(coefficient(value))));
    remark(OPTIMUM, "    ", lines);
    lines.add("  largest KL on the safety prompts, nats a completion");
    lines.add("    %-12s whatever base safety is  (§7.2)".formatted(number(of.anyBudget())));
    of.budget()
        .ifPresent(
            value -> lines.add("    %-12s with this base safety  (§7.2)".formatted(budget(value))));
    remark(ANY_POLICY, "    ", lines);
    lines.add(
        "  prompts for the paired test afterwards, confidence " + number(numbers.confidence()));
    lines.add(
        "    %-12d Tango's test, power %s if nothing is lost and %s of the verdicts differ  (§7.3)"
            .formatted(of.pairs(), number(numbers.power()), number(numbers.discordant())));
    lines.add(
        "    %-12d exact test, if not one prompt is lost  (§7.3)".formatted(of.pairsWithoutLoss()));
    remark(TEST, "    ", lines);
  }

  private void bounds(DropBounds of, List<String> lines) {
    Optional<DropBounds.Bound> tightest = of.tightest();
    for (DropBounds.Bound bound : of.bounds()) {
      String remark =
          bound.vacuous()
              ? "says nothing: no more than %s can be %s"
                  .formatted(number(of.largestPossible()), numbers.rise() ? "gained" : "lost")
              : tightest.filter(bound::equals).isPresent() ? "the tightest" : "";
      lines.add(
          "  %-12s %-22s %-8s %s"
              .formatted(number(bound.drop()), bound.name(), "(§" + bound.section() + ")", remark)
              .stripTrailing());
    }
    if (tightest.isEmpty()) {
      lines.add("  None of them says anything here.");
    }
  }

  private String klWords() {
    String kl = number(numbers.kl().getAsDouble());
    return numbers.klError().isEmpty()
        ? kl + " nats, taken as exact"
        : "%s ± %s nats, so at most %s at confidence %s (normal)"
            .formatted(
                kl,
                number(numbers.klError().getAsDouble()),
                number(klLimit.getAsDouble()),
                number(numbers.confidence()));
  }

  /** A sentence or two, wrapped. */
  private static void remark(String text, String indent, List<String> lines) {
    for (String line : Prose.within(text, Prose.WIDTH - indent.length())) {
      lines.add(indent + line);
    }
  }

  private static String coefficient(double value) {
    return value == 0 ? "any" : number(value);
  }

  private static String budget(double value) {
    return Double.isInfinite(value) ? "any" : number(value);
  }

  private static String number(double value) {
    return Math.abs(value) >= 1e-6 || value == 0
        ? new BigDecimal(value).round(FOUR_FIGURES).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.3e", value);
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> facts = new LinkedHashMap<>();
    base.ifPresent(
        known -> {
          facts.put("base_safety", shown(known.value()));
          facts.put(
              numbers.rise() ? "base_safety_upper" : "base_safety_lower", shown(known.lower()));
        });
    facts.put("direction", numbers.rise() ? "rise" : "drop");
    facts.put("confidence", numbers.confidence());
    design.ifPresent(of -> facts.put("design", json(of)));
    ofKl.ifPresent(
        bounds -> {
          facts.put("kl_limit", klLimit.getAsDouble());
          facts.put("of_kl", json(bounds, ANY_POLICY));
        });
    ofReverseKl.ifPresent(bounds -> facts.put("of_reverse_kl", json(bounds, MIRRORED)));
    ofCoefficient.ifPresent(
        bounds -> {
          facts.put("kl_max", klMax());
          facts.put("of_coefficient", json(bounds, OPTIMUM));
        });
    return facts;
  }

  private Map<String, Object> json(DropDesign of) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("drop", of.drop());
    facts.put("reward_range", numbers.range());
    facts.put("coefficient_any_base", of.anyCoefficient());
    of.coefficient().ifPresent(value -> facts.put("coefficient", value));
    facts.put("coefficient_assumes", OPTIMUM);
    facts.put("kl_budget_any_base", of.anyBudget());
    of.budget()
        .ifPresent(
            value ->
                facts.put("kl_budget", Double.isInfinite(value) ? "Infinity" : (Object) value));
    facts.put("kl_budget_assumes", ANY_POLICY);
    facts.put("prompts", of.pairs());
    facts.put("prompts_without_loss", of.pairsWithoutLoss());
    facts.put("discordant", numbers.discordant());
    facts.put("power", numbers.power());
    facts.put("prompts_assume", TEST);
    return facts;
  }

  private static Map<String, Object> json(DropBounds of, String assumes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("bounds", of.bounds().stream().map(NumbersPage::json).toList());
    of.tightest().ifPresent(bound -> facts.put("tightest", bound.name()));
    facts.put("assumes", assumes);
    return facts;
  }

  private static Map<String, Object> json(DropBounds.Bound of) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", of.name());
    facts.put("section", of.section());
    facts.put("max_drop", of.drop());
    facts.put("vacuous", of.vacuous());
    return facts;
  }
}
