package dev.belay.core.stats;

/**
 * Running moments of drops mapped to [0, 1], {@code y = (1 + x)/2}, with a mean that begins at one
 * half: what both confidence sequences know of the past (drift specification §7.4).
 */
final class UnitMoments {

  private long draws;
  private double sum;
  private double surprise;

  /** Takes in a drop and gives {@code v = (y − mean before)²}. */
  double observe(double x) {
    double y = unit(BettingGrid.checkedDraw(x));
    double v = (y - mean()) * (y - mean());
    draws++;
    sum += y;
    double after = y - mean();
    surprise += after * after;
    return v;
  }

  /** {@code (1/2 + Σy) / (t + 1)}. */
  double mean() {
    return (0.5 + sum) / (draws + 1);
  }

  /** {@code (1/4 + Σ(y_i − mean_i)²) / (t + 1)}. */
  double variance() {
    return (0.25 + surprise) / (draws + 1);
  }

  /** The plain mean; NaN before the first draw. */
  double plainMean() {
    return sum / draws;
  }

  long draws() {
    return draws;
  }

  static double unit(double x) {
    return (1 + x) / 2;
  }

  /** {@code −log(1 − λ) − λ}. */
  static double psi(double lambda) {
    return -Math.log1p(-lambda) - lambda;
  }

  /** The interval of the drop whose {@code y} lies within a radius of a centre. */
  static Interval drop(double centre, double radius, double confidence) {
    double low = Math.clamp(2 * (centre - radius) - 1, -1, 1);
    double high = Math.clamp(2 * (centre + radius) - 1, -1, 1);
    return new Interval(low, high, confidence);
  }
}
