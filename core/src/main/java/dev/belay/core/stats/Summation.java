package dev.belay.core.stats;

/** Sums of doubles that keep the digits which plain addition drops (Neumaier, 1974). */
public final class Summation {
  private double sum;
  private double lost;

  /** The sum of an array; 0 of an empty one. */
  public static double of(double[] values) {
    Summation total = new Summation();
    for (double value : values) {
      total.add(value);
    }
    return total.value();
  }

  /** Adds one. */
  public void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  /** The sum so far. */
  public double value() {
    return Double.isFinite(sum) ? sum + lost : sum;
  }
}
