package dev.belay.core.drift;

/**
 * The farthest that any optimum can be from its reference, over all references and all rewards of a
 * range (drift specification §4.2): {@code u − 1 − log u} with {@code u = t/(1 − e^−t)}.
 *
 * @param klMax in nats
 * @param argmaxP the success at which a binary reward takes it
 * @param chi2Max {@code sinh²(t/2)}, infinite where it overflows
 */
public record KlMax(double klMax, double argmaxP, double chi2Max) {
  /** Below this the power series in t keep more digits. */
  private static final double SERIES = 0.2;

  /**
   * From the range of the reward.
   *
   * @param range 0 or more
   * @param beta above 0
   */
  public static KlMax of(double range, double beta) {
    Require require = Require.section("4.2");
    require.nonNegative("range", range);
    require.positive("beta", beta);
    double t = range / beta;
    double sinh = Math.sinh(t / 2);
    return new KlMax(klMax(t), argmax(t), sinh * sinh);
  }

  private static double klMax(double t) {
    if (t >= SERIES) {
      double u = t / -Math.expm1(-t);
      return u - 1 - Math.log(u);
    }
    double tt = t * t;
    // Of t/(1 − e^−t) − 1, by Bernoulli's numbers.
    double v =
        t / 2
            + tt
                * (1 / 12.0
                    - tt * (1 / 720.0 - tt * (1 / 30240.0 - tt * (1 / 1209600.0 - tt / 47900160))));
    // v − log(1 + v), whose terms shrink by a tenth each.
    double sum = 0;
    double power = v * v;
    for (int k = 2; k <= 20; k++) {
      sum += power / k;
      power *= -v;
    }
    return sum;
  }

  /** {@code e^−t (t − 1 + e^−t)/(1 − e^−t)²}. */
  private static double argmax(double t) {
    if (t == 0) {
      return 0.5;
    }
    double fall = -Math.expm1(-t);
    double rest = t - fall;
    if (t < SERIES) {
      rest = 0;
      double power = t * t / 2;
      for (int k = 3; k <= 14; k++) {
        rest += power;
        power *= -t / k;
      }
    }
    return Math.exp(-t) * (rest / fall / fall);
  }
}
