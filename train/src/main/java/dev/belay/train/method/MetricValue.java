package dev.belay.train.method;

import java.util.Map;

/** Reads numbers back from a step's metrics. */
final class MetricValue {

  private MetricValue() {}

  /** The number under a key; NaN when it was not measured. */
  static double of(Map<String, Object> metrics, String key) {
    return metrics.get(key) instanceof Number value ? value.doubleValue() : Double.NaN;
  }
}
