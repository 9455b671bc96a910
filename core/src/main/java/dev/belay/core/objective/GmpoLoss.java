package dev.belay.core.objective;

/**
 * GMPO: {@code −s A} with the geometric mean {@code s} of a completion's token ratios, each of them
 * clipped before, on the side to which the advantage pushes (arXiv 2507.20673, eq. 4). The bounds
 * are of the log-ratio, as in the paper: {@code (e^−clipLow, e^clipHigh)}. A clipped token has no
 * gradient and still counts in the mean.
 *
 * @param clipLow how far a token's log-ratio may fall below 0, 0 or more
 * @param clipHigh how far it may rise above 0, 0 or more
 */
public record GmpoLoss(double clipLow, double clipHigh) implements PolicyLoss {

  public GmpoLoss {
    if (!(clipLow >= 0)) {
      throw new IllegalArgumentException("clip_low must be 0 or more, was " + clipLow);
    }
    if (!(clipHigh >= 0)) {
      throw new IllegalArgumentException("clip_high must be 0 or more, was " + clipHigh);
    }
  }

  @Override
  public double counted(double tokenLogRatio, double advantage) {
    return advantage > 0 ? Math.min(tokenLogRatio, clipHigh) : Math.max(tokenLogRatio, -clipLow);
  }

  @Override
  public Term at(double logProb, double logRatio, double tokenLogRatio, double advantage) {
    double loss = -Math.exp(logRatio) * advantage;
    if (counted(tokenLogRatio, advantage) == tokenLogRatio) {
      return new Term(loss, loss, Clip.NONE);
    }
    return new Term(loss, 0, advantage > 0 ? Clip.HIGH : Clip.LOW);
  }

  /** For a completion of one token, whose ratio is not clipped yet. */
  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    return at(logProb, counted(logRatio, advantage), logRatio, advantage);
  }

  @Override
  public RatioLevel ratioLevel() {
    return RatioLevel.SEQUENCE_MEAN;
  }

  @Override
  public boolean allowsOffPolicy() {
    return true;
  }
}
