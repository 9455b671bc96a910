package dev.belay.report.data;

import java.util.List;
import java.util.Optional;

/**
 * A number and its confidence interval.
 *
 * @param value in the unit of whoever has it, mostly a share
 * @param low lower end of the interval
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {

  /**
   * The mean of independent estimates. Its interval is recovered from theirs: each end's squared
   * distance is the mean's of theirs, divided by the number again, which keeps intervals that are
   * longer on one side so.
   *
   * @return empty for no estimates
   */
  public static Optional<Estimate> mean(List<Estimate> estimates) {
    if (estimates.isEmpty()) {
      return Optional.empty();
    }
    int n = estimates.size();
    double value = estimates.stream().mapToDouble(Estimate::value).sum() / n;
    double below = estimates.stream().mapToDouble(e -> square(e.value - e.low)).sum();
    double above = estimates.stream().mapToDouble(e -> square(e.high - e.value)).sum();
    return Optional.of(
        new Estimate(value, value - Math.sqrt(below) / n, value + Math.sqrt(above) / n));
  }

  private static double square(double x) {
    return x * x;
  }

  /** The opposite: a gain read as a loss. */
  public Estimate negated() {
    return new Estimate(-value, -high, -low);
  }

  /** A change that begins at a value. */
  public Estimate plus(double start) {
    return new Estimate(start + value, start + low, start + high);
  }
}
