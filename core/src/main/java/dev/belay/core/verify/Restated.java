package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.verify.MathRegions.Region;
import java.util.List;

/**
 * Tells an answer that only restates an expression of the question, as {@code \sqrt{18}} does where
 * it was to be simplified. Such an answer equals the reference, and yet solves nothing.
 */
final class Restated {
  private static final int MOST_CHARACTERS = 20_000;

  private Restated() {}

  /** Whether an answer stands in the question as an expression, and is not as the reference is. */
  static boolean restates(String answer, Problem problem) {
    String question = problem.question();
    String said = MathReference.plain(answer);
    if (question.isEmpty()
        || question.length() > MOST_CHARACTERS
        || !hasOperation(said)
        || said.equals(MathReference.plain(problem.gold()))) {
      return false;
    }
    List<Region> regions = MathRegions.of(question);
    if (regions.isEmpty()) {
      return MathReference.plain(question).contains(said);
    }
    return regions.stream().anyMatch(region -> isSide(region.content(), said));
  }

  private static boolean isSide(String expression, String said) {
    String plain = MathReference.plain(AnswerText.bare(expression));
    return plain.equals(said) || plain.startsWith(said + "=") || plain.endsWith("=" + said);
  }

  /** Numbers, names and pairs of them may well stand in the question and be the answer. */
  private static boolean hasOperation(String said) {
    for (int i = 1; i < said.length(); i++) {
      if ("+-*/^!".indexOf(said.charAt(i)) >= 0 && "([{,".indexOf(said.charAt(i - 1)) < 0) {
        return true;
      }
    }
    return said.contains("\\sqrt")
        || said.contains("\\cdot")
        || said.contains("\\times")
        || ClosedForm.is(said);
  }
}
