package dev.belay.core.objective;

/**
 * DPPO as prime-rl has it: {@code −A ρ + c (log ρ)²}, where a token whose <em>probability</em> has
 * moved further than a bound, in the direction in which its advantage pushes, keeps the second term
 * alone. A ratio is large where a rare token becomes a little less rare, and the law has hardly
 * changed; a difference of probabilities is not.
 *
 * @param clipLow how far the probability of a token without a positive advantage may fall below the
 *     old one, in [0, 1]
 * @param clipHigh how far that of one with a positive advantage may rise above it, in [0, 1]
 * @param ratioPenalty c, the weight of the squared log-ratio, 0 or more
 */
public record DppoLoss(double clipLow, double clipHigh, double ratioPenalty) implements PolicyLoss {

  public DppoLoss {
    requireShare("clip_low", clipLow);
    requireShare("clip_high", clipHigh);
    if (!(ratioPenalty >= 0)) {
      throw new IllegalArgumentException("ratio_penalty must be 0 or more, was " + ratioPenalty);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1], was " + value);
    }
  }

  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    double ratio = Math.exp(logRatio);
    double moved = Math.exp(logProb) - Math.exp(logProb - logRatio);
    Clip clip =
        advantage > 0 && moved > clipHigh
            ? Clip.HIGH
            : advantage <= 0 && moved < -clipLow ? Clip.LOW : Clip.NONE;
    double gain = clip == Clip.NONE ? ratio * advantage : 0;
    return new Term(
        ratioPenalty * logRatio * logRatio - gain, 2 * ratioPenalty * logRatio - gain, clip);
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
