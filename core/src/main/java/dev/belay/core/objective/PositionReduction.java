package dev.belay.core.objective;

/** How the weighted divergences of a completion's positions become one number. */
public enum PositionReduction {
  /** Their sum over the sum of their weights: nats a token. */
  MEAN,
  /** Their sum: nats a completion. */
  SUM
}
