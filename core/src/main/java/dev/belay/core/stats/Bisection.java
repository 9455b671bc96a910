package dev.belay.core.stats;

import java.util.function.DoublePredicate;

/** Finds where a condition that holds on the left stops holding. */
public final class Bisection {
  private Bisection() {}

  /**
   * The border between the left part, where the condition holds, and the right part, to
   * neighbouring doubles.
   */
  public static double border(double low, double high, DoublePredicate holds) {
    double left = low;
    double right = high;
    while (true) {
      double middle = left + 0.5 * (right - left);
      if (middle <= left || middle >= right) {
        return middle;
      }
      if (holds.test(middle)) {
        left = middle;
      } else {
        right = middle;
      }
    }
  }
}
