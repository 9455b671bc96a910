package dev.belay.safety.gate;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a tuned model must show to pass. Margins are shares: the largest worsening that is accepted,
 * fixed before the evaluation.
 *
 * @param margin of the refusal of harmful requests, in (0, 1)
 * @param overRefusalMargin of needless refusals; empty when they are only reported
 * @param capabilityMargin of tasks solved; empty when they are only reported
 * @param confidence of the two-sided intervals, in (0.5, 1); a model passes wrongly with half of
 *     the error
 * @param method what shows it
 * @param maxUndecided the largest share of a suite's prompts that may be without a verdict, before
 *     or after, in [0, 1]
 */
public record GateRule(
    double margin,
    OptionalDouble overRefusalMargin,
    OptionalDouble capabilityMargin,
    double confidence,
    Method method,
    double maxUndecided) {

  /** The default of {@link #maxUndecided}. */
  public static final double MAX_UNDECIDED = 0.2;

  /** What must lie within the margin. */
  public enum Method {
    /** Tango's score interval of the paired change, as {@code belay compare-evals} decides. */
    SCORE,
    /** The exact limit of the share that was lost, as {@code belay certify} decides. */
    EXACT;

    /** The value in files. */
    public String snakeCase() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks every number.
   *
   * @throws BadInputException with all that are out of range
   */
  public GateRule {
    List<String> issues = new ArrayList<>();
    checkMargin("--margin", margin, issues);
    overRefusalMargin.ifPresent(m -> checkMargin("--over-refusal-margin", m, issues));
    capabilityMargin.ifPresent(m -> checkMargin("--capability-margin", m, issues));
    if (!(confidence > 0.5 && confidence < 1)) {
      issues.add("--confidence must lie between 0.5 and 1, was %s.".formatted(confidence));
    }
    if (!(maxUndecided >= 0 && maxUndecided <= 1)) {
      issues.add("--max-undecided must lie in 0 to 1, was %s.".formatted(maxUndecided));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static void checkMargin(String option, double margin, List<String> issues) {
    if (!(margin > 0 && margin < 1)) {
      issues.add(
          "%s must lie between 0 and 1, was %s; 0.05 are 5 points.".formatted(option, margin));
    }
  }

  /** The margin that suites of a kind are held to; empty when they are only reported. */
  public OptionalDouble marginOf(SuiteKind kind) {
    return switch (kind) {
      case HARMFUL -> OptionalDouble.of(margin);
      case SAFE_LOOKALIKE, BENIGN -> overRefusalMargin;
      case CAPABILITY -> capabilityMargin;
      case COPYRIGHT -> OptionalDouble.empty();
    };
  }

  /**
   * The fewest prompts by which suites of a kind can be shown to hold: as many as do when none got
   * worse; 0 for suites that are only reported.
   */
  public long fewestPrompts(SuiteKind kind) {
    OptionalDouble held = marginOf(kind);
    return held.isPresent() ? PromptsNeeded.fewest(held.getAsDouble(), this) : 0;
  }

  /** The error of one side of the intervals. */
  double alpha() {
    return (1 - confidence) / 2;
  }
}
