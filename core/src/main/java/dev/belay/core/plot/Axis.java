package dev.belay.core.plot;

import java.util.Optional;

/**
 * An axis of numbers.
 *
 * @param label what is measured, with its unit
 * @param scale how numbers are spaced
 * @param range what is shown; empty: what the points span
 */
public record Axis(String label, Scale scale, Optional<Range> range) {

  /** How numbers are spaced. */
  public enum Scale {
    /** Equal differences, equal lengths. */
    LINEAR,
    /** Equal ratios, equal lengths: positive numbers only. */
    LOG
  }

  /**
   * From where to where an axis goes.
   *
   * @param low its first number
   * @param high its last, larger
   */
  public record Range(double low, double high) {
    public Range {
      if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
        throw new IllegalArgumentException("an axis cannot go from " + low + " to " + high);
      }
    }
  }

  public Axis {
    if (scale == Scale.LOG && range.isPresent() && range.get().low() <= 0) {
      throw new IllegalArgumentException(
          "a logarithmic axis shows positive numbers, not " + range.get().low());
    }
  }

  /** An axis with equal differences, as long as the points need. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR, Optional.empty());
  }

  /** An axis with equal ratios, as long as the points need. */
  public static Axis log(String label) {
    return new Axis(label, Scale.LOG, Optional.empty());
  }

  /** The same axis from {@code low} to {@code high}; what lies outside is cut off. */
  public Axis from(double low, double high) {
    return new Axis(label, scale, Optional.of(new Range(low, high)));
  }

  boolean shows(double value) {
    return Double.isFinite(value) && (scale == Scale.LINEAR || value > 0);
  }
}
