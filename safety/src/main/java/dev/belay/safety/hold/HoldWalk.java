package dev.belay.safety.hold;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/**
 * The walk from a tuned model towards its base: every weight of a grid is tried, until one holds.
 * It is a scan and no bisection, because refusals need not fall steadily along the way.
 */
public final class HoldWalk {

  /** From the tuned model in tenths; the base itself, at 0, holds by definition. */
  public static final List<Double> GRID = List.of(1.0, .9, .8, .7, .6, .5, .4, .3, .2, .1);

  private HoldWalk() {}

  /**
   * Tries weights.
   *
   * @param grid falling, above 0
   * @param measure what is found at a weight
   * @param holds whether that will do
   * @return what was found, in order; the last one holds, or none does
   */
  public static <T> List<T> walk(List<Double> grid, DoubleFunction<T> measure, Predicate<T> holds) {
    List<T> tried = new ArrayList<>();
    for (double weight : grid) {
      T found = measure.apply(weight);
      tried.add(found);
      if (holds.test(found)) {
        break;
      }
    }
    return tried;
  }
}
