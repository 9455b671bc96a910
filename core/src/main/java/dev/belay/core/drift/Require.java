package dev.belay.core.drift;

import dev.belay.core.drift.RefusedInputException.Reason;
import dev.belay.core.stats.Summation;
import java.util.Arrays;

/**
 * What every formula refuses (drift specification §0): values that are no number, ranges, lengths
 * and sums that do not fit. Messages name the section of the formula that was asked.
 */
public final class Require {
  /** How far probabilities may be from adding up to 1. */
  private static final double SUM_TOLERANCE = 1e-9;

  private final String section;

  private Require(String section) {
    this.section = section;
  }

  /** For formulas of a section, such as "3 B6". */
  public static Require section(String section) {
    return new Require(section);
  }

  /** A refusal with a message of its own. */
  public RefusedInputException refusal(Reason reason, String message) {
    return new RefusedInputException(reason, section, message);
  }

  /** A refusal of a value that is none of those allowed. */
  public RefusedInputException outOfRange(String message) {
    return refusal(Reason.OUT_OF_RANGE, message);
  }

  /** A number that is neither NaN nor infinite. */
  public double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw refusal(Reason.NON_FINITE, name + " must be a finite number, was " + value);
    }
    return value;
  }

  /** In [0, 1]. */
  public double probability(String name, double value) {
    return inside(name, value, value >= 0 && value <= 1, "lie in [0, 1]");
  }

  /** In (0, 1). */
  public double openUnit(String name, double value) {
    return inside(name, value, value > 0 && value < 1, "lie in (0, 1)");
  }

  /** In [−1, 1]. */
  public double signedUnit(String name, double value) {
    return inside(name, value, value >= -1 && value <= 1, "lie in [-1, 1]");
  }

  /** Above 0. */
  public double positive(String name, double value) {
    return inside(name, value, value > 0, "be above 0");
  }

  /** 0 or more. */
  public double nonNegative(String name, double value) {
    return inside(name, value, value >= 0, "be 0 or more");
  }

  /** A finite number with a property. */
  public double inside(String name, double value, boolean holds, String rule) {
    finite(name, value);
    if (!holds) {
      throw refusal(Reason.OUT_OF_RANGE, "%s must %s, was %s".formatted(name, rule, shown(value)));
    }
    return value;
  }

  /** A whole number of at least {@code least}. */
  public long count(String name, double value, long least) {
    inside(name, value, value == Math.rint(value), "be a whole number");
    inside(name, value, value >= least && value <= 1e15, "be %d or more".formatted(least));
    return (long) value;
  }

  /** Lists of one length. */
  public void sameLength(String what, int... lengths) {
    if (Arrays.stream(lengths).distinct().count() > 1) {
      throw refusal(
          Reason.LENGTH, what + " must be of one length, were " + Arrays.toString(lengths));
    }
  }

  /** A list with at least one element. */
  public void notEmpty(String name, int length) {
    if (length == 0) {
      throw refusal(Reason.EMPTY, name + " must not be empty");
    }
  }

  /** As many as a standard error needs. */
  public void atLeastTwo(String name, int length) {
    if (length < 2) {
      throw refusal(
          Reason.TOO_FEW,
          "a standard error needs at least two of %s, had %d".formatted(name, length));
    }
  }

  /** Every element is finite. */
  public double[] allFinite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      finite(name + "[" + i + "]", values[i]);
    }
    return values;
  }

  /** Every element lies in [0, 1]. */
  public double[] allProbabilities(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      probability(name + "[" + i + "]", values[i]);
    }
    return values;
  }

  /**
   * Probabilities that add up to 1 within 1e-9, divided by their sum, so that they do exactly.
   *
   * @return a new array
   */
  public double[] normalised(String name, double[] values) {
    notEmpty(name, values.length);
    for (int i = 0; i < values.length; i++) {
      // A law that was computed may hold what rounding has lifted above 1.
      probability(name + "[" + i + "]", values[i] > 1 ? values[i] - SUM_TOLERANCE : values[i]);
    }
    double sum = Summation.of(values);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw refusal(Reason.NOT_NORMALISED, name + " must add up to 1, was " + sum);
    }
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= sum;
    }
    return scaled;
  }

  private static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
