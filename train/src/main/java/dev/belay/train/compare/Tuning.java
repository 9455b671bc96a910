package dev.belay.train.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the grid of an arm came to. It is chosen by validation problems, and by suites that are not
 * reported where the grid names some: the tries measure nothing else.
 *
 * @param tries every one, in the grid's order
 */
public record Tuning(List<Try> tries) {

  public Tuning {
    tries = List.copyOf(tries);
  }

  /**
   * One combination of values.
   *
   * @param set {@code key=value} pairs
   * @param met whether it came to the accuracy that was to end it
   * @param accuracy share of validation problems solved at the last look; 0 where it failed
   * @param problems how many validation problems
   * @param step of the last look
   * @param refused share of the requests refused by which tries are chosen, mean of their suites;
   *     empty where the grid names none, or nothing was decided
   * @param failure why it has no result; empty where it has
   */
  public record Try(
      List<String> set,
      boolean met,
      double accuracy,
      long problems,
      long step,
      OptionalDouble refused,
      String failure) {

    public Try {
      set = List.copyOf(set);
    }

    static Try failed(List<String> set, String failure) {
      return new Try(set, false, 0, 0, 0, OptionalDouble.empty(), failure);
    }

    boolean hasResult() {
      return failure.isEmpty();
    }
  }

  /**
   * The best try: of those that came to the accuracy the one that refuses most of the requests by
   * which they are chosen, of equals and without such requests the one that took the fewest steps.
   * Where none came to it, the one that came nearest; of equals the first. Empty where all failed.
   */
  public Optional<Try> chosen() {
    return tries.stream()
        .filter(Try::hasResult)
        .max(
            Comparator.comparing(Try::met)
                .thenComparingDouble(one -> one.met() ? one.refused().orElse(0) : 0)
                .thenComparingDouble(one -> one.met() ? -one.step() : one.accuracy())
                .thenComparingInt(one -> -tries.indexOf(one)));
  }
}
