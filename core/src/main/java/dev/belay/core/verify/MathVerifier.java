package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.model.Answer;

/**
 * Compares the final answer of a completion with a reference number, exactly: {@code 1,234.50} is
 * {@code 1234.5} and {@code 1/2} is {@code 0.5}, but {@code 0.33} is not {@code 1/3}. How the
 * answer is found is told at {@link AnswerExtraction}. Units, currency signs and emphasis do not
 * matter. {@code 50%} equals {@code 50} and {@code 0.5}.
 *
 * <p>A reasoning trace is no answer. A completion that was cut off is correct only where its answer
 * was closed before: marked and the mark closed, in a sentence that ended after "the answer is", or
 * alone on the first line.
 *
 * <p>Nothing in a completion is executed, its size and its numbers are bounded, and the time is in
 * proportion to its length.
 */
public final class MathVerifier implements Verifier {

  /** The answer is looked for in this many last characters. */
  private static final int MAX_CHARACTERS = 20_000;

  @Override
  public String name() {
    return "math";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String extractor() {
    return "final-number";
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    return problem.reference() instanceof Reference.Expression expression
        ? verify(answer, expression.text())
        : Verdict.error("the reference is no final answer: " + shortened(problem.gold()));
  }

  private static Verdict verify(Answer answer, String gold) {
    Amount reference = ReferenceNumber.read(gold);
    if (reference == null) {
      return Verdict.error(
          "the reference answer \"%s\" is not one number: roots, constants, intervals and"
                  .formatted(shortened(gold))
              + " expressions are not compared");
    }
    if (answer.isCutOffInReasoning()) {
      return Verdict.incorrect(null, Answer.NEVER_BEGAN);
    }
    if (answer.text().isBlank()) {
      return Verdict.incorrect(null, "empty completion");
    }
    return verdict(answer, AnswerExtraction.extract(tail(answer.text())), reference, gold);
  }

  private static Verdict verdict(
      Answer answer, AnswerExtraction.Result result, Amount reference, String gold) {
    Amount number = result.answer();
    if (number == null) {
      return Verdict.incorrect(null, result.how());
    }
    String extracted = shortened(result.shown());
    String reason = "%s: %s".formatted(result.how(), extracted);
    if (number.value() == null) {
      return Verdict.incorrect(extracted, reason + " is too large to be the answer");
    }
    if (!number.means(reference)) {
      return Verdict.incorrect(extracted, reason + ", not " + shortened(gold.strip()));
    }
    return answer.isCutOff() && !result.closed()
        ? Verdict.incorrect(extracted, reason + ", cut off before it was closed")
        : Verdict.correct(extracted, reason);
  }

  private static String tail(String completion) {
    return completion.length() <= MAX_CHARACTERS
        ? completion
        : completion.substring(completion.length() - MAX_CHARACTERS);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "\u2026";
  }
}
