package dev.belay.safety.drift;

import org.jspecify.annotations.Nullable;

/**
 * The change that both policies' completions show, in its two parts (drift specification §8.7). On
 * prompts that no reward is given on, all completions are of one class: nothing is selected there,
 * the theory predicts 0 (§9), and what changed is within the class and unexplained. A decomposition
 * on the task's prompts is in a prediction that was given the trained model.
 *
 * @param selection what the theory explains
 * @param within what it does not; absent where nothing was decided
 * @param withinLow lower end of its interval
 * @param withinHigh upper end
 */
public record ChangeParts(
    double selection,
    @Nullable Double within,
    @Nullable Double withinLow,
    @Nullable Double withinHigh) {

  /** Of prompts without a reward. */
  static ChangeParts withoutReward(SampledSafety safety) {
    return new ChangeParts(0, safety.change(), safety.low(), safety.high());
  }
}
