package dev.belay.verify.format;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import java.util.Optional;

/**
 * Asks whether a completion has a form, whatever it says. A form earns nothing by itself: it is a
 * gate in front of a reward ({@link dev.belay.core.verify.GatedVerifier}), so a policy that has
 * learned the form alone is paid nothing.
 */
public sealed interface FormatVerifier extends Verifier
    permits TagsFormat, PatternFormat, JsonSchemaFormat, ReasoningFormat {

  /** Completions that are longer have no form that anybody asked for. */
  int MAX_CHARACTERS = 200_000;

  /** What is wrong with the form, as the end of a sentence; empty when nothing is. */
  Optional<String> fault(Answer answer);

  /**
   * The same answer in this form, as a policy would write it that has learned the form; unchanged
   * where the form says too little about that.
   */
  Answer dressed(Answer answer);

  @Override
  default int version() {
    return 1;
  }

  @Override
  default Verdict verify(Answer answer, Problem problem) {
    if (answer.isCutOffInReasoning()) {
      return Verdict.incorrect(null, Answer.NEVER_BEGAN);
    }
    if (answer.text().length() > MAX_CHARACTERS) {
      return Verdict.incorrect(null, "longer than %d characters".formatted(MAX_CHARACTERS));
    }
    Optional<String> fault = fault(answer);
    return fault.isPresent()
        ? Verdict.incorrect(null, fault.get())
        : Verdict.correct(shortened(answer.text().strip()), "has the form");
  }

  /** Whatever the problem's answer is: it is not looked at. */
  @Override
  default Optional<String> referenceIssue(Problem problem) {
    return Optional.empty();
  }

  /** A text for a message. */
  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }
}
