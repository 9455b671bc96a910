package dev.belay.measure.drift;

import java.util.LinkedHashMap;
import java.util.Map;

/** The least slack of every statement that was checked. */
final class Slacks {
  /** What rounding may cost, of 1 or of the larger side if that is more. */
  static final double ROUNDING = 1e-10;

  /**
   * Slack of one statement, in units of the larger side if that is above 1; negative where it did
   * not hold to the last digit.
   */
  static final class Worst {
    private final boolean identity;
    private long comparisons;
    private long violations;
    private double slack = Double.POSITIVE_INFINITY;
    private long instance = -1;

    Worst(boolean identity) {
      this.identity = identity;
    }

    boolean identity() {
      return identity;
    }

    long comparisons() {
      return comparisons;
    }

    long violations() {
      return violations;
    }

    double slack() {
      return slack;
    }

    /** Which instance had it. */
    long instance() {
      return instance;
    }

    private void add(double difference, double scale, long instance) {
      double slack = difference / Math.max(1, scale);
      comparisons++;
      if (!(slack >= -ROUNDING)) {
        violations++;
      }
      if (!(slack >= this.slack)) {
        this.slack = slack;
        this.instance = instance;
      }
    }

    private void add(Worst other) {
      comparisons += other.comparisons;
      violations += other.violations;
      if (!(other.slack >= slack)) {
        slack = other.slack;
        instance = other.instance;
      }
    }
  }

  private final Map<String, Worst> worst = new LinkedHashMap<>();
  private long instance;

  /** All that follows is of this instance. */
  void begin(long index) {
    instance = index;
  }

  /** {@code left ≤ right}. */
  void atMost(String statement, double left, double right) {
    double scale = Math.max(Math.abs(left), Math.abs(right));
    double slack = right == Double.POSITIVE_INFINITY ? right : right - left;
    of(statement, false).add(slack, Double.isFinite(scale) ? scale : 0, instance);
  }

  /** {@code left = right}. */
  void equal(String statement, double left, double right) {
    double scale = Math.max(Math.abs(left), Math.abs(right));
    of(statement, true).add(left == right ? 0 : -Math.abs(left - right), scale, instance);
  }

  /** Takes in those of other instances. */
  void add(Slacks other) {
    other.worst.forEach((statement, each) -> of(statement, each.identity).add(each));
  }

  /** By statement, in the order in which they were first checked. */
  Map<String, Worst> worst() {
    return worst;
  }

  private Worst of(String statement, boolean identity) {
    return worst.computeIfAbsent(statement, _ -> new Worst(identity));
  }
}
