package dev.belay.core.objective;

/**
 * CISPO: {@code −c A log π} with the clipped ratio {@code c = clip(ρ, 1 − clipLow, 1 + clipHigh)}
 * as a constant weight (MiniMax-M1, arXiv 2506.13585, eq. 4): a clip that bounds how much a token
 * counts and never takes its gradient away.
 *
 * @param clipLow how far the weight may fall below 1, in [0, 1]; 1 for no floor
 * @param clipHigh how far it may rise above 1, 0 or more
 */
public record CispoLoss(double clipLow, double clipHigh) implements PolicyLoss {

  public CispoLoss {
    ClippedPolicyLoss.requireBounds(clipLow, clipHigh);
  }

  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    double ratio = Math.exp(logRatio);
    double weight = Math.clamp(ratio, 1 - clipLow, 1 + clipHigh);
    Clip clip = weight < ratio ? Clip.HIGH : weight > ratio ? Clip.LOW : Clip.NONE;
    return new Term(-weight * advantage * logProb, -weight * advantage, clip);
  }

  @Override
  public RatioLevel ratioLevel() {
    return RatioLevel.TOKEN;
  }

  @Override
  public boolean allowsOffPolicy() {
    return true;
  }
}
