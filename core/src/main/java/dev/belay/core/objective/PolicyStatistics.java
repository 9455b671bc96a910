package dev.belay.core.objective;

/**
 * Token means over the tokens of an update, unclamped. A mean is NaN where it was not measured: no
 * token, or no reference.
 *
 * @param tokens number of tokens
 * @param clipLowShare share of tokens whose gradient the lower clip cut off or bounds
 * @param clipHighShare share of tokens whose gradient the upper clip cut off or bounds
 * @param meanRatio mean of {@code π / π_old}
 * @param maxRatio largest of them
 * @param oldKl KL(π_old ‖ π) by k3 with the old policy's samples: mean of {@code ρ − 1 − log ρ}
 * @param entropy mean entropy in nats
 * @param refK1 mean of k1 to the reference in nats
 * @param refK3 mean of k3 to the reference in nats
 * @param exactKl mean exact KL to the reference in nats
 */
public record PolicyStatistics(
    long tokens,
    double clipLowShare,
    double clipHighShare,
    double meanRatio,
    double maxRatio,
    double oldKl,
    double entropy,
    double refK1,
    double refK3,
    double exactKl) {

  /** Running sums over tokens. */
  static final class Sums {
    private long tokens;
    private double clippedLow;
    private double clippedHigh;
    private double ratio;
    private double maxRatio = Double.NaN;
    private double oldKl;
    private double entropy;
    private double refK1;
    private double refK3;
    private double exactKl;

    void addPolicy(PolicyLoss.Clip clip, double logRatio) {
      double tokenRatio = Math.exp(logRatio);
      tokens++;
      clippedLow += clip == PolicyLoss.Clip.LOW ? 1 : 0;
      clippedHigh += clip == PolicyLoss.Clip.HIGH ? 1 : 0;
      ratio += tokenRatio;
      maxRatio = tokens == 1 ? tokenRatio : Math.max(maxRatio, tokenRatio);
      oldKl += Math.expm1(logRatio) - logRatio;
    }

    void addDistribution(double tokenEntropy, double tokenExactKl) {
      entropy += tokenEntropy;
      exactKl += tokenExactKl;
    }

    void addReference(double logProb, double refLogProb) {
      refK1 += KlEstimator.K1.value(logProb, refLogProb);
      refK3 += KlEstimator.K3.value(logProb, refLogProb);
    }

    PolicyStatistics toStatistics() {
      return new PolicyStatistics(
          tokens,
          mean(clippedLow),
          mean(clippedHigh),
          mean(ratio),
          maxRatio,
          mean(oldKl),
          mean(entropy),
          mean(refK1),
          mean(refK3),
          mean(exactKl));
    }

    private double mean(double sum) {
      return tokens == 0 ? Double.NaN : sum / tokens;
    }
  }
}
