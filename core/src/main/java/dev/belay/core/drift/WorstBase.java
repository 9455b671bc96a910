package dev.belay.core.drift;

import java.util.function.DoubleUnaryOperator;

/**
 * Budgets and bounds for a base safety of which only a lower limit is known: the worst of all from
 * there up to 1 (drift specification §7.1, §7.2). The formulas rise in base safety only above about
 * one half, so a lower limit is not simply plugged in.
 */
final class WorstBase {
  private static final int HALVINGS = 200;

  private WorstBase() {}

  /** The smallest coefficient that holds a drop within eps for every base safety from m on. */
  static double coefficient(double m, double range, double eps) {
    CoefficientForDrift.knownBase(m, range, eps);
    // The log-odds that a drop of eps costs are fewest where it goes from above one half to below.
    return CoefficientForDrift.knownBase(Math.min(1, Math.max(m, (1 + eps) / 2)), range, eps);
  }

  /** The largest KL that holds a drop within eps for every base safety from m on. */
  static double budget(double m, double eps) {
    KlBudget.of(m, eps);
    double low = Math.max(m, eps);
    if (low >= 1) {
      return KlBudget.of(m, eps).dropBudget();
    }
    return -highest(low, 1, base -> -BinaryKl.ofDeviation(base, 1 - base, -eps));
  }

  /** The largest drop that a KL allows for any base safety from m on. */
  static double drop(double m, double kl) {
    KlInverse.of(m, kl);
    return highest(m, 1, base -> KlInverse.of(base, kl).maxDrop());
  }

  /** The largest drop that a KL of the reference to the policy allows for any base from m on. */
  static double mirroredDrop(double m, double kl) {
    MirroredKlInverse.of(m, kl);
    return highest(m, 1, base -> MirroredKlInverse.of(base, kl).maxDrop());
  }

  /** The largest drop of B3 for any base safety from m on: it peaks where {@code logit m = t/2}. */
  static double logOdds(double m, double range, double beta) {
    LogOddsBound.of(m, range, beta);
    // At the peak the drop is tanh(t/4); from the peak itself, which rounds to 1, it would be 0.
    return Logistic.sigmoid(range / beta / 2) > m
        ? RangeBound.totalVariation(range, beta)
        : LogOddsBound.of(m, range, beta).maxDrop();
  }

  /** The largest drop of B4 for any base safety from m on: it peaks at {@code m = 1 − p}. */
  static double frechet(double p, double m, double beta) {
    return FrechetBound.of(p, Math.max(m, 1 - p), beta).maxDrop();
  }

  /** The largest drop of B7 for any base safety from m on and any law of scores in [0, 1]. */
  static double bernstein(double m, double kl) {
    return VarianceBound.bernstein(m > 0.5 ? m * (1 - m) : 0.25, 1, kl);
  }

  /** The highest value of a concave function, by thirds. */
  private static double highest(double from, double to, DoubleUnaryOperator f) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS && high > low; i++) {
      double third = (high - low) / 3;
      if (f.applyAsDouble(low + third) >= f.applyAsDouble(high - third)) {
        high -= third;
      } else {
        low += third;
      }
    }
    return Math.max(f.applyAsDouble(from), f.applyAsDouble((low + high) / 2));
  }
}
