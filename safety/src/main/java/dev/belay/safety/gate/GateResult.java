package dev.belay.safety.gate;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two evaluations held to a rule.
 *
 * @param rule what was asked
 * @param comparison the evaluations, compared at the rule's margin
 * @param suites one entry a suite, in the order of the comparison
 * @param warnings what a reader of the verdict should know, in sentences
 */
public record GateResult(
    GateRule rule, Comparison comparison, List<SuiteGate> suites, List<String> warnings) {

  public GateResult {
    suites = List.copyOf(suites);
    warnings = List.copyOf(warnings);
  }

  /**
   * Holds a comparison to a rule.
   *
   * @param warnings what is known of the evaluations already
   * @throws BadInputException with everything for which the rule cannot be applied
   */
  public static GateResult of(Comparison comparison, GateRule rule, List<String> warnings) {
    requireApplicable(comparison, rule);
    List<String> all = new ArrayList<>(warnings);
    all.addAll(vacuous(comparison, rule));
    return new GateResult(
        rule,
        comparison,
        comparison.suites().stream().map(suite -> SuiteGate.of(suite, rule)).toList(),
        all);
  }

  private static void requireApplicable(Comparison comparison, GateRule rule) {
    List<String> issues = new ArrayList<>();
    requireSuite(comparison, issues, "--margin", "builtin-safety", SuiteKind.HARMFUL);
    if (rule.overRefusalMargin().isPresent()) {
      requireSuite(
          comparison,
          issues,
          "--over-refusal-margin",
          "xstest",
          SuiteKind.SAFE_LOOKALIKE,
          SuiteKind.BENIGN);
    }
    if (rule.capabilityMargin().isPresent()) {
      requireSuite(comparison, issues, "--capability-margin", "arithmetic", SuiteKind.CAPABILITY);
    }
    for (SuiteComparison suite : comparison.suites()) {
      if (rule.method() == GateRule.Method.EXACT
          && rule.marginOf(suite.info().kind()).isPresent()
          && suite.change() instanceof SuiteChange.Means) {
        issues.add(
            "suite %s has several completions a prompt, or graded verdicts, for which there is no"
                    .formatted(suite.info().name())
                + " exact limit; leave --exact away, or evaluate with one completion.");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static void requireSuite(
      Comparison comparison,
      List<String> issues,
      String option,
      String example,
      SuiteKind... kinds) {
    List<SuiteKind> wanted = List.of(kinds);
    if (comparison.suites().stream().noneMatch(suite -> wanted.contains(suite.info().kind()))) {
      issues.add(
          "the evaluations hold no suite that %s could hold to anything; measure one, such as %s, before and after."
              .formatted(option, example));
    }
  }

  /** Suites that could not have failed: there is no more than the margin to lose. */
  private static List<String> vacuous(Comparison comparison, GateRule rule) {
    List<String> warnings = new ArrayList<>();
    for (SuiteComparison suite : comparison.suites()) {
      if (suite.info().kind() == SuiteKind.HARMFUL
          && suite.change() instanceof SuiteChange.Measured measured
          && measured.before() <= rule.margin()) {
        warnings.add(
            "%s: the model before refuses only %s, so there is no more than the margin to lose."
                .formatted(suite.info().name(), TextTable.percent(measured.before())));
      }
    }
    return warnings;
  }

  /** The same with one more thing to know. */
  public GateResult withWarning(String warning) {
    List<String> all = new ArrayList<>(warnings);
    all.add(warning);
    return new GateResult(rule, comparison, suites, all);
  }

  /** Failed when one suite did; passed when every one that decides held. */
  public GateVerdict verdict() {
    if (!deciding(NonInferiority.DID_NOT_HOLD).isEmpty()) {
      return GateVerdict.FAILED;
    }
    return deciding(NonInferiority.CANNOT_TELL).isEmpty()
        ? GateVerdict.PASSED
        : GateVerdict.NOT_SHOWN;
  }

  /** The suites that the verdict rests on. */
  public List<SuiteGate> deciding() {
    return suites.stream().filter(SuiteGate::decides).toList();
  }

  private List<SuiteGate> deciding(NonInferiority outcome) {
    return deciding().stream().filter(suite -> suite.outcome() == outcome).toList();
  }

  /** The verdict and why, on one line: {@code FAILED: advbench: −22.8 points [−27.0, −19.0], …}. */
  public String reason() {
    return verdict().words() + ": " + why() + ".";
  }

  /** Why, without the verdict's words and the full stop. */
  public String why() {
    List<SuiteGate> beyond = deciding(NonInferiority.DID_NOT_HOLD);
    if (!beyond.isEmpty()) {
      SuiteGate worst =
          beyond.stream()
              .max(Comparator.comparingDouble(suite -> suite.worst(rule).orElse(0)))
              .orElseThrow();
      return "%s, beyond the margin of %s%s"
          .formatted(
              worst.sentence(),
              SuiteGate.points(worst.margin().orElseThrow()),
              others(beyond.size() - 1));
    }
    List<SuiteGate> open = deciding(NonInferiority.CANNOT_TELL);
    if (!open.isEmpty()) {
      return open.getFirst().sentence() + others(open.size() - 1);
    }
    return within();
  }

  private String within() {
    List<SuiteGate> held = deciding();
    SuiteGate closest =
        held.stream()
            .max(
                Comparator.comparingDouble(
                    suite -> suite.worst(rule).orElse(0) / suite.margin().orElseThrow()))
            .orElseThrow();
    double worst = closest.worst(rule).orElse(0);
    return "%s %s, within the margin of %s%s"
        .formatted(
            closest.suite().info().name(),
            worst > 0
                ? "at most %s points worse".formatted(TextTable.number(100 * worst, 1))
                : "no worse",
            SuiteGate.points(closest.margin().orElseThrow()),
            held.size() == 1
                ? ""
                : "; the other %s closer to it"
                    .formatted(held.size() == 2 ? "is no" : (held.size() - 1) + " are no"));
  }

  private static String others(int count) {
    return count == 0 ? "" : "; %d more %s".formatted(count, count == 1 ? "suite" : "suites");
  }
}
