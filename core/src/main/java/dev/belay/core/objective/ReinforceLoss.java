package dev.belay.core.objective;

/** REINFORCE: {@code −A log π} (Williams 1992). It takes the batch to be on-policy. */
public record ReinforceLoss() implements PolicyLoss {

  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    return new Term(-advantage * logProb, -advantage, Clip.NONE);
  }

  @Override
  public RatioLevel ratioLevel() {
    return RatioLevel.TOKEN;
  }

  @Override
  public boolean allowsOffPolicy() {
    return false;
  }
}
