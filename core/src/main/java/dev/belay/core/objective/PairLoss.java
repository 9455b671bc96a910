package dev.belay.core.objective;

/**
 * What a pair costs by its margin Δ, the log-ratio of the chosen completion to the reference less
 * that of the rejected one.
 */
public sealed interface PairLoss {

  /** β: what a nat of the margin is worth. The larger, the closer the policy stays. */
  double beta();

  /** The loss of a margin. */
  double value(double margin);

  /** Its derivative by the margin. */
  double slope(double margin);

  /** The margin at which the loss is smallest, in nats; infinite where there is none. */
  double bestMargin();

  /**
   * The negative log-likelihood of the preference under the Bradley–Terry model, {@code −(1−ε) log
   * σ(βΔ) − ε log σ(−βΔ)}: DPO (Rafailov et al. 2023, arXiv:2305.18290, eq. 7), and with ε above 0
   * its conservative form, which takes a share ε of the labels to be wrong (Mitchell 2023).
   *
   * @param labelSmoothing ε, in [0, 0.5)
   */
  record Sigmoid(double beta, double labelSmoothing) implements PairLoss {

    public Sigmoid {
      requireBeta(beta);
      if (!(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
        throw new IllegalArgumentException(
            "label_smoothing must lie in [0, 0.5), was " + labelSmoothing);
      }
    }

    @Override
    public double value(double margin) {
      double scaled = beta * margin;
      return (1 - labelSmoothing) * softplus(-scaled) + labelSmoothing * softplus(scaled);
    }

    /**
     * {@inheritDoc} {@code β (σ(βΔ) − (1−ε))}: it vanishes where the model doubts as the labels.
     */
    @Override
    public double slope(double margin) {
      double scaled = beta * margin;
      return beta * (labelSmoothing * sigmoid(scaled) - (1 - labelSmoothing) * sigmoid(-scaled));
    }

    @Override
    public double bestMargin() {
      return labelSmoothing == 0
          ? Double.POSITIVE_INFINITY
          : Math.log((1 - labelSmoothing) / labelSmoothing) / beta;
    }

    /** {@code log(1 + e^x)} without overflow: −log σ(−x). */
    private static double softplus(double x) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }

  /**
   * {@code (Δ − 1/(2β))²}: IPO (Azar et al. 2023, arXiv:2310.12036, eq. 17), whose β the paper
   * calls τ. The margin has a target, so that pairs on which all agree do not drive it on for ever.
   */
  record Ipo(double beta) implements PairLoss {

    public Ipo {
      requireBeta(beta);
    }

    @Override
    public double value(double margin) {
      double off = margin - bestMargin();
      return off * off;
    }

    @Override
    public double slope(double margin) {
      return 2 * (margin - bestMargin());
    }

    @Override
    public double bestMargin() {
      return 1 / (2 * beta);
    }
  }

  private static void requireBeta(double beta) {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be above 0, was " + beta);
    }
  }
}
