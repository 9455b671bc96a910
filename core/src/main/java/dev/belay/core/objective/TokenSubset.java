package dev.belay.core.objective;

/**
 * Losses on some tokens of the vocabulary, as relatives of the anchor have them. They are here to
 * be compared with: no recipe trains them, since both lose sight of all other tokens.
 *
 * @param logits of the policy at the chosen tokens, shape {@code [S]}
 * @param referenceLogits of the reference there, shape {@code [S]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record TokenSubset(double[] logits, double[] referenceLogits) {

  public TokenSubset {
    if (logits.length == 0 || logits.length != referenceLogits.length) {
      throw new IllegalArgumentException("both models need logits of the same tokens");
    }
  }

  /** STR (arXiv 2604.17210): the mean of {@code (z − z₀)²}; 0 with no slope at the reference. */
  public double squaredDrift() {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += Math.pow(logits[i] - referenceLogits[i], 2);
    }
    return sum / logits.length;
  }

  /**
   * PACT (arXiv 2603.07445): {@code T² KL(q ‖ softmax(z / T))} within the subset, with the target
   * {@code q ∝ softmax(z₀ / T) · max(v, 0)}. Since v tilts the target, it is above 0 where the
   * policy is the reference, and pushes tokens of large v up from there.
   *
   * @param weights v, of each token; at least one above 0
   * @param temperature T
   */
  public double weightedTarget(double[] weights, double temperature) {
    double[] target = target(weights, temperature);
    double[] law = softmax(logits, temperature);
    double kl = 0;
    for (int i = 0; i < law.length; i++) {
      kl += target[i] == 0 ? 0 : target[i] * Math.log(target[i] / law[i]);
    }
    return kl * temperature * temperature;
  }

  /** q of {@link #weightedTarget}. */
  double[] target(double[] weights, double temperature) {
    double[] target = softmax(referenceLogits, temperature);
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      target[i] *= Math.max(weights[i], 0);
      sum += target[i];
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("at least one token needs a weight above 0");
    }
    for (int i = 0; i < target.length; i++) {
      target[i] /= sum;
    }
    return target;
  }

  private static double[] softmax(double[] logits, double temperature) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    double[] law = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      law[i] = Math.exp((logits[i] - max) / temperature);
      sum += law[i];
    }
    for (int i = 0; i < law.length; i++) {
      law[i] /= sum;
    }
    return law;
  }
}
