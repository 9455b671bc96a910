package dev.belay.core.objective;

/**
 * PPO's clipped surrogate, token by token: {@code −min(ρA, clip(ρ, 1 − clipLow, 1 + clipHigh) A)}
 * with {@code ρ = π / π_old} (arXiv 1707.06347, eq. 7; two bounds as in DAPO, arXiv 2503.14476, eq.
 * 10). The log-ratio is not clamped.
 *
 * @param clipLow how far the ratio may fall below 1, in [0, 1]
 * @param clipHigh how far it may rise above 1, 0 or more
 */
public record ClippedPolicyLoss(double clipLow, double clipHigh) implements PolicyLoss {

  public ClippedPolicyLoss {
    if (!(clipLow >= 0 && clipLow <= 1)) {
      throw new IllegalArgumentException("clip_low must lie in [0, 1], was " + clipLow);
    }
    if (!(clipHigh >= 0)) {
      throw new IllegalArgumentException("clip_high must be 0 or more, was " + clipHigh);
    }
  }

  @Override
  public Term at(double logProb, double oldLogProb, double advantage) {
    double ratio = Math.exp(logProb - oldLogProb);
    if (advantage > 0 && ratio > 1 + clipHigh) {
      return new Term(-(1 + clipHigh) * advantage, 0, Clip.HIGH);
    }
    if (advantage < 0 && ratio < 1 - clipLow) {
      return new Term(-(1 - clipLow) * advantage, 0, Clip.LOW);
    }
    return new Term(-ratio * advantage, -ratio * advantage, Clip.NONE);
  }
}
