package dev.belay.train.step;

import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;

/**
 * A completion that was cut off has given no answer: what a verifier finds in it, such as the last
 * number of a calculation, is where it happened to stop. Rewarding it would teach the model to go
 * on until an answer appears by chance.
 */
public final class Ended {

  private Ended() {}

  /** The verdict on the text, or that there is no answer; a broken problem stays an error. */
  public static Verdict verdict(Completion completion, Verdict ofText) {
    return completion.finishReason() == FinishReason.LENGTH && ofText.state() != Verdict.State.ERROR
        ? Verdict.incorrect(ofText.extracted(), "cut off at the longest length: no answer")
        : ofText;
  }
}
