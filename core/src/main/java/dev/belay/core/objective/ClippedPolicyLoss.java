package dev.belay.core.objective;

/**
 * PPO's clipped surrogate: {@code −min(ρA, clip(ρ, 1 − clipLow, 1 + clipHigh) A)} with {@code ρ = π
 * / π_old} (arXiv 1707.06347, eq. 7; two bounds as in DAPO, arXiv 2503.14476, eq. 10). The
 * log-ratio is not clamped.
 *
 * @param ratioLevel whether ρ is a token's or a completion's
 * @param clipLow how far the ratio may fall below 1, in [0, 1]
 * @param clipHigh how far it may rise above 1, 0 or more
 * @param dualClip for a negative advantage the loss is at most {@code −dualClip · A} (dual clip,
 *     arXiv 1912.09729, eq. 5); above 1, or 0 for no such bound. Above {@code 1 + clipHigh} it is
 *     also the two-sided clip of INTELLECT-2 (arXiv 2505.07291, §3.4), which TRL calls {@code
 *     delta}: for a positive advantage the upper clip acts before it
 */
public record ClippedPolicyLoss(
    RatioLevel ratioLevel, double clipLow, double clipHigh, double dualClip) implements PolicyLoss {

  public ClippedPolicyLoss {
    requireBounds(clipLow, clipHigh);
    if (!(dualClip == 0 || dualClip > 1)) {
      throw new IllegalArgumentException("dual_clip must be 0 or above 1, was " + dualClip);
    }
  }

  static void requireBounds(double clipLow, double clipHigh) {
    if (!(clipLow >= 0 && clipLow <= 1)) {
      throw new IllegalArgumentException("clip_low must lie in [0, 1], was " + clipLow);
    }
    if (!(clipHigh >= 0)) {
      throw new IllegalArgumentException("clip_high must be 0 or more, was " + clipHigh);
    }
  }

  /** The clip of each token's own ratio, without a dual clip. */
  public static ClippedPolicyLoss ofTokens(double clipLow, double clipHigh) {
    return new ClippedPolicyLoss(RatioLevel.TOKEN, clipLow, clipHigh, 0);
  }

  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    double ratio = Math.exp(logRatio);
    if (advantage > 0 && ratio > 1 + clipHigh) {
      return new Term(-(1 + clipHigh) * advantage, 0, Clip.HIGH);
    }
    if (advantage < 0 && ratio < 1 - clipLow) {
      return new Term(-(1 - clipLow) * advantage, 0, Clip.LOW);
    }
    if (advantage < 0 && dualClip > 0 && ratio > dualClip) {
      return new Term(-dualClip * advantage, 0, Clip.HIGH);
    }
    return new Term(-ratio * advantage, -ratio * advantage, Clip.NONE);
  }

  @Override
  public boolean allowsOffPolicy() {
    return true;
  }
}
