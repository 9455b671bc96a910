package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.TextTable;
import java.util.List;

/**
 * Whether two trained models may be compared in what their training cost: only at the same
 * capability. A method that taught less has usually also cost less.
 *
 * @param suite what it was measured by
 * @param first share that the one solved
 * @param second share that the other solved
 * @param difference of the other from the one on the same problems, with its interval
 * @param margin the largest difference that counts as none
 */
public record CapabilityGap(
    String suite, double first, double second, Interval difference, double margin) {

  /** What the interval says of the difference. */
  public enum Verdict {
    /** The whole interval is within the margin. */
    COMPARABLE,
    /** The whole interval is beyond it. */
    NOT_COMPARABLE,
    /** The interval reaches over it. */
    CANNOT_TELL
  }

  /**
   * The gap of every capability suite that both models were measured by.
   *
   * @param margin in (0, 1), fixed before the run
   * @throws dev.belay.core.error.BadInputException when they were not measured by the same suites
   */
  public static List<CapabilityGap> between(
      EvaluationResult first, EvaluationResult second, double margin, double confidence) {
    return Comparison.of(first, second, margin, confidence).suites().stream()
        .filter(suite -> suite.info().kind() == SuiteKind.CAPABILITY)
        .filter(suite -> suite.change() instanceof SuiteChange.Measured)
        .map(suite -> of(suite.info().name(), (SuiteChange.Measured) suite.change(), margin))
        .toList();
  }

  private static CapabilityGap of(String suite, SuiteChange.Measured change, double margin) {
    return new CapabilityGap(suite, change.before(), change.after(), change.interval(), margin);
  }

  /** Whether they may be compared. */
  public Verdict verdict() {
    if (difference.low() > -margin && difference.high() < margin) {
      return Verdict.COMPARABLE;
    }
    return difference.low() > margin || difference.high() < -margin
        ? Verdict.NOT_COMPARABLE
        : Verdict.CANNOT_TELL;
  }

  /**
   * In words: {@code arithmetic solved: 22.0 % by a, 24.3 % by b, difference +2.3 points [−2.9,
   * +7.6]: comparable, within 10 points}.
   */
  public String sentence(String firstName, String secondName) {
    return "%s solved: %s by %s, %s by %s, difference %s points %s: %s"
        .formatted(
            suite,
            TextTable.percent(first),
            firstName,
            TextTable.percent(second),
            secondName,
            TextTable.points(second - first),
            ComparisonTable.interval(difference),
            words());
  }

  private String words() {
    String points = ComparisonTable.shortest(100 * margin) + " points";
    return switch (verdict()) {
      case COMPARABLE -> "comparable, within " + points;
      case NOT_COMPARABLE ->
          "NOT COMPARABLE, more than "
              + points
              + " apart: what they cost is not the cost of the same capability";
      case CANNOT_TELL -> "cannot tell whether they are within " + points + " of each other";
    };
  }
}
