package dev.belay.train.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the grid of an arm came to. It is chosen by validation problems alone: the tries measure
 * nothing else.
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
   * @param failure why it has no result; empty where it has
   */
  public record Try(
      List<String> set, boolean met, double accuracy, long problems, long step, String failure) {

    public Try {
      set = List.copyOf(set);
    }

    static Try failed(List<String> set, String failure) {
      return new Try(set, false, 0, 0, 0, failure);
    }

    boolean hasResult() {
      return failure.isEmpty();
    }
  }

  /**
   * The best try: one that came to the accuracy in the fewest steps, else the one that came
   * nearest; of equals the first. Empty where all failed.
   */
  public Optional<Try> chosen() {
    return tries.stream()
        .filter(Try::hasResult)
        .max(
            Comparator.comparing(Try::met)
                .thenComparingDouble(one -> one.met() ? -one.step() : one.accuracy())
                .thenComparingInt(one -> -tries.indexOf(one)));
  }
}
