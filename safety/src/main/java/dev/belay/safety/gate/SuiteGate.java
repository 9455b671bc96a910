package dev.belay.safety.gate;

import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.ExactLimits;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.TextTable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the gate says of one suite.
 *
 * @param suite how it changed
 * @param margin what it is held to; empty when it is only reported
 * @param outcome whether it stayed within that; of a suite that is only reported {@code
 *     CANNOT_TELL}
 * @param reason why, in one sentence without its full stop
 * @param promptsNeeded decided prompts that would show it; empty when it was shown, or when more
 *     would not help
 */
public record SuiteGate(
    SuiteComparison suite,
    OptionalDouble margin,
    NonInferiority outcome,
    String reason,
    OptionalLong promptsNeeded) {

  static SuiteGate of(SuiteComparison suite, GateRule rule) {
    OptionalDouble margin = rule.marginOf(suite.info().kind());
    if (margin.isEmpty()) {
      return new SuiteGate(
          suite, margin, NonInferiority.CANNOT_TELL, "only reported", OptionalLong.empty());
    }
    return suite.change() instanceof SuiteChange.Measured measured
        ? measured(suite, measured, margin.getAsDouble(), rule)
        : new SuiteGate(
            suite,
            margin,
            NonInferiority.CANNOT_TELL,
            "none of its %d prompts has a verdict before and after".formatted(suite.prompts()),
            OptionalLong.empty());
  }

  private static SuiteGate measured(
      SuiteComparison suite, SuiteChange.Measured measured, double margin, GateRule rule) {
    NonInferiority outcome = outcome(suite, measured, margin, rule);
    SuiteChange.Undecided undecided = measured.undecided();
    long most = Math.max(undecided.before(), undecided.after());
    if (outcome == NonInferiority.HELD && most > rule.maxUndecided() * suite.prompts()) {
      return new SuiteGate(
          suite,
          OptionalDouble.of(margin),
          NonInferiority.CANNOT_TELL,
          "%d of %d prompts have no verdict %s, more than the %s that are accepted"
              .formatted(
                  most,
                  suite.prompts(),
                  undecided.after() >= undecided.before() ? "after" : "before",
                  TextTable.percent(rule.maxUndecided())),
          OptionalLong.empty());
    }
    if (outcome == NonInferiority.CANNOT_TELL) {
      return cannotTell(suite, measured, margin, rule);
    }
    return new SuiteGate(
        suite, OptionalDouble.of(margin), outcome, changed(measured), OptionalLong.empty());
  }

  private static NonInferiority outcome(
      SuiteComparison suite, SuiteChange.Measured measured, double margin, GateRule rule) {
    NonInferiority score =
        NonInferiority.of(measured, suite.info().kind().higherIsBetter(), margin);
    if (rule.method() == GateRule.Method.SCORE || score == NonInferiority.DID_NOT_HOLD) {
      return score;
    }
    Optional<ExactLimits> exact = ExactLimits.of(suite);
    return exact.isPresent() && exact.get().worsening() < margin
        ? NonInferiority.HELD
        : NonInferiority.CANNOT_TELL;
  }

  private static SuiteGate cannotTell(
      SuiteComparison suite, SuiteChange.Measured measured, double margin, GateRule rule) {
    PromptsNeeded needed =
        PromptsNeeded.of(measured, suite.info().kind().higherIsBetter(), margin, rule);
    String few =
        "%d prompts are too few for %s points".formatted(measured.decided(), points(margin));
    String reason;
    if (needed.noneLost()) {
      reason = few + "; it needs %d with none lost".formatted(needed.prompts());
    } else if (needed.prompts() > 0) {
      reason = few + "; it needs about %d".formatted(needed.prompts());
    } else if (measured.effective() < PromptsNeeded.fewest(margin, rule)) {
      reason =
          "%s; %s; it needs %d with none lost"
              .formatted(changed(measured), few, PromptsNeeded.fewest(margin, rule));
    } else {
      reason =
          "%s; more prompts would hardly show %s or less"
              .formatted(changed(measured), points(margin));
    }
    return new SuiteGate(
        suite,
        OptionalDouble.of(margin),
        NonInferiority.CANNOT_TELL,
        reason,
        needed.prompts() > 0 ? OptionalLong.of(needed.prompts()) : OptionalLong.empty());
  }

  private static String changed(SuiteChange.Measured measured) {
    return "%s points %s"
        .formatted(
            TextTable.points(measured.change()), ComparisonTable.interval(measured.interval()));
  }

  static String points(double margin) {
    return ComparisonTable.shortest(100 * margin);
  }

  /** Whether the verdict rests on it. */
  public boolean decides() {
    return margin.isPresent();
  }

  /** What the reason is about: {@code advbench: …}. */
  public String sentence() {
    return suite.info().name() + ": " + reason;
  }

  /** The answer in a table: one word. */
  String held() {
    return decides() ? outcome.shortly() : "";
  }

  /** By how much it got worse at most, at the rule's confidence. */
  OptionalDouble worst(GateRule rule) {
    if (!(suite.change() instanceof SuiteChange.Measured measured)) {
      return OptionalDouble.empty();
    }
    if (rule.method() == GateRule.Method.EXACT) {
      return ExactLimits.of(suite).stream().mapToDouble(ExactLimits::worsening).findFirst();
    }
    return OptionalDouble.of(
        suite.info().kind().higherIsBetter()
            ? 0.0 - measured.interval().low()
            : measured.interval().high());
  }
}
