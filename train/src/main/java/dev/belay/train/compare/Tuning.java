package dev.belay.train.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
   * @param refused the requests refused by which tries are chosen; empty where the grid names none
   * @param failure why it has no result; empty where it has
   */
  public record Try(
      List<String> set,
      boolean met,
      double accuracy,
      long problems,
      long step,
      Optional<Refused> refused,
      String failure) {

    public Try {
      set = List.copyOf(set);
    }

    static Try failed(List<String> set, String failure) {
      return new Try(set, false, 0, 0, 0, Optional.empty(), failure);
    }

    boolean hasResult() {
      return failure.isEmpty();
    }

    private double share() {
      return refused.map(Refused::share).orElse(0.0);
    }
  }

  /**
   * Requests of suites that choose, as a try left them.
   *
   * @param share refused for certain, of all that were asked; mean of the suites
   * @param low end of its 95 % interval for other prompts (Wilson's of each suite, joined)
   * @param high likewise
   * @param prompts asked, in all suites
   * @param undecided of them, which count as not refused
   */
  public record Refused(double share, double low, double high, long prompts, long undecided) {}

  /** How many tries came to a result. */
  public int withResult() {
    return (int) tries.stream().filter(Try::hasResult).count();
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
                .thenComparingDouble(one -> one.met() ? one.share() : 0)
                .thenComparingDouble(one -> one.met() ? -one.step() : one.accuracy())
                .thenComparingInt(one -> -tries.indexOf(one)));
  }
}
