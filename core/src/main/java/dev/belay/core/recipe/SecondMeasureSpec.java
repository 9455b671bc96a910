package dev.belay.core.recipe;

import java.util.Optional;

/**
 * A second measure of the task beside what is trained on, and what to do when the two part.
 *
 * @param data problems that are neither trained on nor part of the evaluation
 * @param verifier its name, best another than the reward's; empty leaves each problem to the
 *     verifier of its kind
 * @param everySteps how often to measure; it is measured before the first step and after the last
 *     as well
 * @param maxCompletionTokens longest completion, which should be longer than training's
 * @param action what an alarm does
 */
public record SecondMeasureSpec(
    DataSpec data,
    Optional<String> verifier,
    int everySteps,
    int maxCompletionTokens,
    Action action) {

  /** What an alarm does. */
  public enum Action {
    /** Says so, and goes on. */
    NOTE,
    /** Says so, and ends training. */
    STOP
  }
}
