package dev.belay.core.drift.vectors;

import dev.belay.core.drift.Require;
import java.util.Map;
import java.util.Objects;

/** The inputs of one case, by name, of the types that the formula declared. */
final class Inputs {
  private final Map<String, Object> values;
  private final Require require;

  /**
   * @param values Double, Long, double[], double[][] or String
   * @param section of the formula, for refusals
   */
  Inputs(Map<String, Object> values, String section) {
    this.values = values;
    this.require = Require.section(section);
  }

  /** What refuses values outside of the formula's domain. */
  Require require() {
    return require;
  }

  double number(String name) {
    return (Double) value(name);
  }

  /** A whole number of at least {@code least}. */
  long count(String name, long least) {
    return require.count(name, number(name), least);
  }

  /** The same, for what is an int. */
  int small(String name, int least) {
    long count = count(name, least);
    require.inside(name, number(name), count <= Integer.MAX_VALUE, "be below 2^31");
    return (int) count;
  }

  /** A seed, of which all bits count. */
  long whole(String name) {
    return (Long) value(name);
  }

  double[] numbers(String name) {
    return (double[]) value(name);
  }

  /** Whole numbers that are ints. */
  int[] integers(String name) {
    double[] numbers = numbers(name);
    int[] integers = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double each = numbers[i];
      require.inside(
          name + "[" + i + "]",
          each,
          each == Math.rint(each) && Math.abs(each) <= Integer.MAX_VALUE,
          "be a whole number");
      integers[i] = (int) each;
    }
    return integers;
  }

  double[][] table(String name) {
    return (double[][]) value(name);
  }

  String text(String name) {
    return (String) value(name);
  }

  private Object value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
