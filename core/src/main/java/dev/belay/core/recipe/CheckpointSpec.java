package dev.belay.core.recipe;

/**
 * How often a run's whole state is saved, and what of it stays.
 *
 * @param everySteps a killed run repeats at most so many steps
 * @param keep the newest so many stay while it trains
 * @param onceFinished what stays once the trained model is written
 */
public record CheckpointSpec(int everySteps, int keep, OnceFinished onceFinished) {

  /** What stays of the checkpoints of a run whose trained model is written. */
  public enum OnceFinished {
    /** No weights and no state of an optimizer: {@code model/} has the weights. */
    DROP,
    /** The models of the checkpoints that were kept, without what training went on from. */
    WEIGHTS,
    /** Everything. */
    ALL
  }
}
