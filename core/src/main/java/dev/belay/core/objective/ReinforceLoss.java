package dev.belay.core.objective;

/** REINFORCE: {@code −A log π} (Williams 1992). It takes the batch to be on-policy. */
public record ReinforceLoss() implements PolicyLoss {

  @Override
  public Term at(double logProb, double oldLogProb, double advantage) {
    return new Term(-advantage * logProb, -advantage, Clip.NONE);
  }
}
