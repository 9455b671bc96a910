package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.math.Equality;
import dev.belay.core.verify.math.MathAnswer;
import dev.belay.core.verify.math.MathAnswer.Kind;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the final answer of a completion with a reference answer, in LaTeX or plain text.
 *
 * <p>A reference that is one number is compared exactly: {@code 1,234.50} is {@code 1234.5} and
 * {@code 1/2} is {@code 0.5}, but {@code 0.33} is not {@code 1/3}; {@code 50%} equals {@code 50}
 * and {@code 0.5}; units and currency signs do not matter. How its answer is found is told at
 * {@link AnswerExtraction}. A calculation without its result is no answer. Other references are
 * compared by {@link MathAnswer}, with what {@link ExpressionExtraction} finds; the letter of an
 * option as {@link ChoiceVerifier} does. What only restates an expression of the question is no
 * answer, nor is what stands in the question said back.
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

  /** Options of a question whose texts are not known. */
  private static final int FEWEST_OPTIONS = 5;

  private final SeveralAnswers several;

  /** One to which several different answers are incorrect. */
  public MathVerifier() {
    this(SeveralAnswers.INCORRECT);
  }

  /** One that says what several different answers are worth. */
  public MathVerifier(SeveralAnswers several) {
    this.several = several;
  }

  @Override
  public String name() {
    return several == SeveralAnswers.INCORRECT ? "math" : "math-undecided";
  }

  @Override
  public int version() {
    return 5;
  }

  @Override
  public String extractor() {
    return "final-answer";
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    if (!(problem.reference() instanceof Reference.Expression)) {
      return Verdict.error("the reference is no final answer: " + Words.shortened(problem.gold()));
    }
    MathReference reference = MathReference.read(problem.gold());
    String issue = MathReference.issue(reference, problem.gold());
    if (issue != null) {
      return Verdict.error(issue);
    }
    if (answer.isCutOffInReasoning()) {
      return Verdict.incorrect(null, Answer.NEVER_BEGAN);
    }
    if (answer.text().isBlank()) {
      return Verdict.incorrect(null, "empty completion");
    }
    String own = Echo.without(problem.question(), tail(answer.text()));
    if (own.isBlank() || Echo.isPieceOf(problem.question(), answer.text())) {
      return Verdict.incorrect(null, "repeats the question");
    }
    String text = LookAlikes.resolved(LatexStyle.without(own));
    return switch (reference) {
      case MathReference.Numeric(Amount number) -> number(answer, text, number, problem);
      case MathReference.Letter(String letter) ->
          letter(new Answer(answer.reasoning(), own, answer.ending()), letter);
      case MathReference.Other other -> expression(answer, text, other, problem);
      case MathReference.Unusable unusable -> Verdict.error(unusable.issue());
    };
  }

  private Verdict number(Answer answer, String text, Amount reference, Problem problem) {
    AnswerExtraction.Result result = AnswerExtraction.extract(text);
    Amount number = result.answer();
    if (number == null) {
      Verdict closed = result.several() ? null : closedForm(answer, text, problem);
      return closed != null ? closed : none(result.how(), result.several());
    }
    String extracted = Words.shortened(result.shown());
    String reason = "%s: %s".formatted(result.how(), extracted);
    if (number.value() == null) {
      return Verdict.incorrect(extracted, reason + " is too large to be the answer");
    }
    Amount exact = result.exact();
    if (!number.means(reference) && (exact == null || !exact.means(reference))) {
      return Verdict.incorrect(extracted, reason + ", not " + Words.shortened(problem.gold()));
    }
    return correct(answer, result.closed(), extracted, reason);
  }

  /** The number as a closed form, such as {@code \log_2 8}; null where there is no such answer. */
  private static @Nullable Verdict closedForm(Answer answer, String text, Problem problem) {
    ExpressionReading reading = new ExpressionReading(false, false);
    Found found = ExpressionExtraction.extract(text, reading);
    Optional<MathAnswer> reference = MathAnswer.read(problem.gold());
    boolean closed = !found.isEmpty() && !found.several() && ClosedForm.is(found.text());
    if (!closed
        || reference.isEmpty()
        || reading.compare(found.text(), reference.get()) != Equality.EQUAL) {
      return null;
    }
    return equal(answer, found, problem);
  }

  private Verdict expression(
      Answer answer, String text, MathReference.Other reference, Problem problem) {
    boolean words = reference.answer().kind() == Kind.WORDS;
    ExpressionReading reading = new ExpressionReading(reference.relation(), words);
    Found found = ExpressionExtraction.extract(text, reading);
    if (found.isEmpty()) {
      return none(found.how(), found.several());
    }
    Equality equality =
        MathReference.plain(found.text()).equals(MathReference.plain(reference.text()))
            ? Equality.EQUAL
            : reading.compare(found.text(), reference.answer());
    String extracted = Words.shortened(found.text());
    String gold = Words.shortened(reference.text());
    String reason = "%s: %s".formatted(found.how(), extracted);
    return switch (equality) {
      case EQUAL -> equal(answer, found, problem);
      case DIFFERENT ->
          found.several() && several == SeveralAnswers.UNDECIDED
              ? Verdict.undecided(extracted, reason + " is several answers, not " + gold)
              : Verdict.incorrect(extracted, reason + ", not " + gold);
      case UNKNOWN -> Verdict.undecided(extracted, reason + ", which may or may not equal " + gold);
    };
  }

  private static Verdict equal(Answer answer, Found found, Problem problem) {
    String extracted = Words.shortened(found.text());
    String reason = "%s: %s".formatted(found.how(), extracted);
    return Restated.restates(found.text(), problem)
        ? Verdict.incorrect(extracted, reason + " only restates the question")
        : correct(answer, found.closed(), extracted, reason);
  }

  private static Verdict correct(Answer answer, boolean closed, String extracted, String reason) {
    return answer.isCutOff() && !closed
        ? Verdict.incorrect(extracted, reason + ", cut off before it was closed")
        : Verdict.correct(extracted, reason);
  }

  private Verdict none(String how, boolean differing) {
    return differing && several == SeveralAnswers.UNDECIDED
        ? Verdict.undecided(null, how)
        : Verdict.incorrect(null, how);
  }

  private Verdict letter(Answer answer, String letter) {
    int options = Math.max(FEWEST_OPTIONS, letter.charAt(0) - 'A' + 1);
    Reference right = new Reference.Choice(letter, Collections.nCopies(options, ""));
    Verdict verdict =
        new ChoiceVerifier()
            .verify(answer, new Problem("", "", right, null, new SourceLine("", 1), ""));
    return verdict.state() == Verdict.State.UNDECIDED && several == SeveralAnswers.INCORRECT
        ? Verdict.incorrect(verdict.extracted(), verdict.reason())
        : verdict;
  }

  private static String tail(String completion) {
    return completion.length() <= MAX_CHARACTERS
        ? completion
        : completion.substring(completion.length() - MAX_CHARACTERS);
  }
}
