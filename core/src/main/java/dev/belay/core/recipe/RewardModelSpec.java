package dev.belay.core.recipe;

import java.util.Optional;

/**
 * A reward model on pairs of completions.
 *
 * @param pairs how pairs are made from problems; empty when the data have them
 * @param margin by how much a chosen completion ought to win
 * @param centre weight of what draws the rewards of a pair to a mean of 0
 * @param batchSize pairs a step
 * @param epochs passes over the pairs; a fraction is allowed
 * @param heldOut pairs that are measured and not trained on, if any
 */
public record RewardModelSpec(
    TrainSetup setup,
    Optional<PairsSpec> pairs,
    double margin,
    double centre,
    int batchSize,
    double epochs,
    Optional<HeldOutSpec> heldOut)
    implements TrainSpec {

  @Override
  public String method() {
    return "reward-model";
  }

  /** Steps on so many pairs; at least one. */
  public long steps(long trainedPairs) {
    return Math.max(1, (long) Math.ceil(trainedPairs * epochs / batchSize));
  }

  /**
   * Steps of the whole run, or the most that it can have where pairs are still to be made.
   *
   * @param samples pairs or problems of the data
   */
  public long mostSteps(long samples) {
    long most = samples * pairs.map(PairsSpec::perPrompt).orElse(1);
    return steps(most - heldOut.map(HeldOutSpec::pairs).orElse(0));
  }
}
