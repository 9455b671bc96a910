package dev.belay.core.recipe;

import dev.belay.core.objective.PairLoss;
import java.util.Optional;

/**
 * Direct preference optimisation on pairs of completions.
 *
 * @param pairs how pairs are made from problems; empty when the data have them
 * @param loss of a pair's margin
 * @param lengthNormalized whether a completion's log-ratio is the mean over its tokens, not the sum
 * @param batchSize pairs a step
 * @param epochs passes over the pairs; a fraction is allowed
 * @param heldOut pairs that are measured and not trained on, if any
 */
public record DpoSpec(
    TrainSetup setup,
    Optional<PairsSpec> pairs,
    PairLoss loss,
    boolean lengthNormalized,
    int batchSize,
    double epochs,
    Optional<HeldOutSpec> heldOut)
    implements TrainSpec {

  @Override
  public String method() {
    return "dpo";
  }

  /** Steps on so many pairs; at least one. */
  public long steps(long trainedPairs) {
    return Math.max(1, (long) Math.ceil((double) trainedPairs * epochs / batchSize));
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
