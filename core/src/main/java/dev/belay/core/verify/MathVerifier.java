package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the final answer of a completion with a reference number, exactly: {@code 1,234.50} is
 * {@code 1234.5} and {@code 1/2} is {@code 0.5}, but {@code 0.33} is not {@code 1/3}. How the
 * answer is found is told at {@link AnswerExtraction}. Numbers must be in digits; units, currency
 * signs and emphasis do not matter. {@code 50%} equals {@code 50} and {@code 0.5}.
 *
 * <p>Nothing in a completion is executed, and its size and its numbers are bounded.
 */
public final class MathVerifier implements Verifier {

  private static final Pattern NO_NUMBER =
      Pattern.compile("\\\\(?:sqrt|pi|log|ln|sin|cos|tan|infty)(?![A-Za-z])|[\u221a\u03c0\u221e^]");

  /** The answer is looked for in this many last characters. */
  private static final int MAX_CHARACTERS = 20_000;

  @Override
  public String name() {
    return "math";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String extractor() {
    return "final-number";
  }

  @Override
  public Verdict verify(String completion, String gold) {
    FoundNumber reference = reference(gold);
    if (reference == null) {
      return Verdict.error(
          "the reference answer \"%s\" is not one number".formatted(shortened(gold)));
    }
    if (completion.isBlank()) {
      return Verdict.incorrect(null, "empty completion");
    }
    AnswerExtraction.Result result = AnswerExtraction.extract(tail(completion));
    FoundNumber answer = result.answer();
    if (answer == null) {
      return Verdict.incorrect(null, result.how());
    }
    String extracted = shortened(answer.text());
    String reason = "%s: %s".formatted(result.how(), extracted);
    if (answer.value() == null) {
      return Verdict.incorrect(extracted, reason + " is too large to be the answer");
    }
    return answer.means(reference)
        ? Verdict.correct(extracted, reason)
        : Verdict.incorrect(extracted, reason + ", not " + shortened(reference.text()));
  }

  /**
   * As {@link Verifier#referenceIssue}, and stricter: a number under a root or in a power is not
   * the answer, though it stands alone.
   */
  @Override
  public Optional<String> referenceIssue(Problem problem) {
    return NO_NUMBER.matcher(problem.gold()).find()
        ? Optional.of(
            "the reference answer \"%s\" is not one number: roots, powers and constants are not compared"
                .formatted(shortened(problem.gold())))
        : Verifier.super.referenceIssue(problem);
  }

  /** The one number that a reference answer holds; null when there is none or more. */
  private static @Nullable FoundNumber reference(String gold) {
    if (gold.length() > 1000) {
      return null;
    }
    var numbers = NumberScanner.scan(MathNotation.plain(gold));
    boolean single =
        numbers.size() == 1
            && numbers.getFirst().standsAlone()
            && numbers.getFirst().value() != null;
    return single ? numbers.getFirst() : null;
  }

  private static String tail(String completion) {
    return completion.length() <= MAX_CHARACTERS
        ? completion
        : completion.substring(completion.length() - MAX_CHARACTERS);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }
}
