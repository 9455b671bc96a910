package dev.belay.train.step;

import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;

/**
 * A completion that was cut off has given no answer: what a verifier finds in it, such as the last
 * number of a calculation, is where it happened to stop. Rewarding it would teach the model to go
 * on until an answer appears by chance.
 */
public final class Ended {

  private static final String NO_ANSWER = "cut off at the longest length: no answer";

  private Ended() {}

  /** The verdict on the text, or that there is no answer; a broken problem stays an error. */
  public static Verdict verdict(Completion completion, Verdict ofText) {
    return completion.finishReason() == FinishReason.LENGTH && ofText.state() != Verdict.State.ERROR
        ? Verdict.incorrect(ofText.extracted(), NO_ANSWER)
        : ofText;
  }

  /**
   * The same, but for an answer of which the verifier says that it is whole in spite of the cut.
   */
  public static Verdict verdict(
      Completion completion, Verifier verifier, Attempt attempt, Verdict ofText) {
    return isCutOff(completion, verifier, attempt) ? verdict(completion, ofText) : ofText;
  }

  /** Whether a completion reached the longest length before its answer was whole. */
  public static boolean isCutOff(Completion completion, Verifier verifier, Attempt attempt) {
    return completion.finishReason() == FinishReason.LENGTH
        && !verifier.isWhole(attempt.answer(), attempt.problem());
  }
}
