package dev.belay.core.objective;

/**
 * SAPO: {@code −(4/τ) σ(τ(ρ − 1)) A}, a gate that closes smoothly where a clip cuts (arXiv
 * 2511.20347, eq. 5 and 6). At a ratio of 1 its slope is that of REINFORCE, for every τ.
 *
 * @param tauPositive how sharply it closes for a positive advantage, above 0
 * @param tauNegative the same for a negative one, where tokens that were never sampled are pushed
 *     up and a sharper gate is steadier
 */
public record SapoLoss(double tauPositive, double tauNegative) implements PolicyLoss {

  public SapoLoss {
    requireTau("tau_positive", tauPositive);
    requireTau("tau_negative", tauNegative);
  }

  private static void requireTau(String name, double tau) {
    if (!(tau > 0) || Double.isInfinite(tau)) {
      throw new IllegalArgumentException(name + " must be above 0, was " + tau);
    }
  }

  @Override
  public Term at(double logProb, double logRatio, double advantage) {
    double tau = advantage > 0 ? tauPositive : tauNegative;
    double ratio = Math.exp(logRatio);
    double gate = 1 / (1 + Math.exp(-tau * (ratio - 1)));
    // An overflowing ratio closes the gate: its slope is 0, not infinity times 0.
    double open = gate * (1 - gate);
    double slope = open == 0 ? 0 : -4 * open * ratio * advantage;
    return new Term(-4 / tau * gate * advantage, slope, Clip.NONE);
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
