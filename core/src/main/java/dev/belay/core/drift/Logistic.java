package dev.belay.core.drift;

/** The logistic function and the odds of coins whose complement is known to all digits. */
final class Logistic {
  private Logistic() {}

  /** {@code 1/(1 + e^−y)}. */
  static double sigmoid(double y) {
    if (y >= 0) {
      return 1 / (1 + Math.exp(-y));
    }
    double e = Math.exp(y);
    return e / (1 + e);
  }

  /** {@code log(p/(1 − p))}, infinite at 0 and 1. */
  static double logit(double p) {
    return Math.log(p) - (p < 0.5 ? Math.log1p(-p) : Math.log(1 - p));
  }

  /**
   * {@code σ(logit p + t)} for t ≥ 0.
   *
   * @param rest 1 − p
   */
  static double raised(double p, double rest, double t) {
    return p == 0 || rest == 0 ? p : p / (p + rest * Math.exp(-t));
  }

  /** {@code σ(logit p − t)} for t ≥ 0. */
  static double lowered(double p, double rest, double t) {
    if (p == 0 || rest == 0) {
      return p;
    }
    double e = Math.exp(-t);
    return p * e / (p * e + rest);
  }

  /**
   * By how much {@link #raised} exceeds p: {@code κ = p (1 − p)(1 − e^−t)/(p + (1 − p) e^−t)}.
   *
   * @param rest 1 − p
   */
  static double gain(double p, double rest, double t) {
    return raised(p, rest, t) * rest * -Math.expm1(-t);
  }
}
