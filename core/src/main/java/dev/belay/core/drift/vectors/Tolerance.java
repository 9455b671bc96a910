package dev.belay.core.drift.vectors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a value may be from what is wanted: {@code relative · |wanted| + absolute}.
 *
 * @param relative 0 or more
 * @param absolute 0 or more
 */
public record Tolerance(double relative, double absolute) {
  /** Where a file states no other. */
  public static final Tolerance DEFAULT = new Tolerance(1e-11, 1e-13);

  private static final Pattern STATED =
      Pattern.compile(
          "<=\\s*([0-9.]+(?:e[-+]?[0-9]+)?)\\s*\\*\\s*\\|want\\|\\s*\\+\\s*([0-9.]+(?:e[-+]?[0-9]+)?)");

  /** The tolerance that a sentence such as {@code |got-want| <= 1e-11*|want| + 1e-13} states. */
  static Tolerance stated(String sentence) {
    Matcher found = STATED.matcher(sentence);
    return found.find()
        ? new Tolerance(Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)))
        : DEFAULT;
  }

  /**
   * The error in units of what is allowed: at most 1 passes. 0 for equal infinities and for two
   * NaNs, infinite where only one is finite.
   */
  double share(double got, double wanted) {
    if (Double.compare(got, wanted) == 0 || got == wanted) {
      return 0;
    }
    double share = Math.abs(got - wanted) / (relative * Math.abs(wanted) + absolute);
    return Double.isFinite(got) && Double.isFinite(wanted) ? share : Double.POSITIVE_INFINITY;
  }
}
