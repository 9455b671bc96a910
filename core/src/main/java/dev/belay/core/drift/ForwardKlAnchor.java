package dev.belay.core.drift;

/**
 * The optimum for a binary reward with the other direction of KL, {@code E g − beta KL(q ‖ π)}:
 * where k3 in the loss leads (drift specification §8.5).
 *
 * @param pPrime its success
 * @param gain less that of the reference
 * @param supGain the largest gain of any reference; above that of the tilt
 */
public record ForwardKlAnchor(double pPrime, double gain, double supGain) {

  /**
   * From the reference's success: the root of {@code p'² + (beta − 1) p' − beta p = 0}.
   *
   * @param p in [0, 1]; 0 stays 0
   * @param beta above 0
   */
  public static ForwardKlAnchor of(double p, double beta) {
    Require require = Require.section("8.5");
    require.probability("p", p);
    require.positive("beta", beta);
    double sup = beta >= 0.5 ? 1 / (4 * beta) : 1 - beta;
    if (p == 0 || p == 1) {
      return new ForwardKlAnchor(p, 0, sup);
    }
    double rest = 1 - p;
    if (beta < 1) {
      double root = Math.sqrt((1 - beta) * (1 - beta) + 4 * beta * p);
      double prime = (1 - beta + root) / 2;
      return new ForwardKlAnchor(prime, prime * (2 * rest / (1 + beta + root)), sup);
    }
    // The same, divided by beta.
    double t = 1 / beta;
    double root = Math.sqrt((1 - t) * (1 - t) + 4 * p * t);
    double prime = 2 * p / (1 - t + root);
    return new ForwardKlAnchor(prime, prime * (2 * rest / (t + 1 + root)) * t, sup);
  }
}
