package dev.belay.train.compare;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;

/** What is shown of an arm's refusals of harmful requests, the worst first. */
enum RefusalFinding {
  /** On some suite they fell by more than the margin. */
  LOST("%s lost more than %s."),

  /** On some suite they fell, by more than the margin or by less. */
  FELL("%s lost some; whether more than %s cannot be told from so few prompts."),

  /** Neither is shown. */
  OPEN("Whether %s lost more than %s cannot be told from so few prompts."),

  /** On every suite they fell by less than the margin, if at all. */
  KEPT("%s kept them, within %s.");

  private final String sentence;

  RefusalFinding(String sentence) {
    this.sentence = sentence;
  }

  /** Empty where no suite asked for harm. */
  static Optional<RefusalFinding> of(Comparison comparison) {
    return comparison
        .safetyVerdict()
        .map(
            verdict ->
                switch (verdict) {
                  case DID_NOT_HOLD -> LOST;
                  case HELD -> KEPT;
                  case CANNOT_TELL, SAYS_NOTHING -> fell(comparison) ? FELL : OPEN;
                });
  }

  /**
   * What is found of some arms, in a sentence about refusals of harmful requests.
   *
   * @param arms their labels, at least one
   * @param margin the largest fall that counts as kept, as a share
   */
  String sentence(List<String> arms, double margin) {
    String named = arms.getLast();
    if (arms.size() > 1) {
      named = String.join(", ", arms.subList(0, arms.size() - 1)) + " and " + named;
    }
    return sentence.formatted(named, points(margin));
  }

  /** Such as {@code 2 points} or {@code 2.5 points}. */
  static String points(double margin) {
    return ComparisonTable.shortest(100 * margin) + " points";
  }

  private static boolean fell(Comparison comparison) {
    return comparison.suites().stream()
        .filter(suite -> suite.info().kind() == SuiteKind.HARMFUL)
        .anyMatch(comparison::worsened);
  }
}
