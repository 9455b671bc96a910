package dev.belay.train.method;

import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.PairedOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether training's own measure rose while another one of the same task fell. Every look at the
 * second measure is compared with every earlier one, on the same problems, by McNemar's exact
 * one-sided test; all comparisons that a run can make share the level, so a run whose second
 * measure never fell raises a false alarm with probability .05 at most.
 */
final class GapRule {

  /** Probability of a false alarm in a whole run. */
  private static final double LEVEL = 0.05;

  /** Standard errors that count as a rise of training's measure. */
  private static final double RISE = 2;

  /**
   * One look.
   *
   * @param step after which it was; 0 before the first
   * @param outcomes a character a problem: {@code 1} solved, {@code 0} not, {@code ?} undecided
   * @param trained training's own measure over the steps since the look before
   */
  record Look(long step, String outcomes, Window trained) {

    /** Share of all problems that were solved for certain. */
    double accuracy() {
      return (double) outcomes.chars().filter(c -> c == '1').count() / outcomes.length();
    }

    /** Problems that the verifier could not tell. */
    double undecided() {
      return (double) outcomes.chars().filter(c -> c == '?').count();
    }
  }

  /** Sums over steps. */
  record Window(long n, double sum, double squares) {

    static final Window EMPTY = new Window(0, 0, 0);

    Window plus(double value) {
      return new Window(n + 1, sum + value, squares + value * value);
    }

    double mean() {
      return sum / n;
    }

    /** Squared standard error of the mean; 0 where one step says nothing of it. */
    double squaredError() {
      return n < 2 ? 0 : Math.max(0, (squares - sum * sum / n) / (n - 1) / n);
    }

    boolean roseSince(Window earlier) {
      return n > 0
          && earlier.n > 0
          && mean() - earlier.mean() > RISE * Math.sqrt(squaredError() + earlier.squaredError());
    }
  }

  /**
   * An alarm.
   *
   * @param p of "the second measure did not fall", for these two looks alone
   */
  record Alarm(Look earlier, Look now, double p) {}

  private final double threshold;
  private final List<Look> looks = new ArrayList<>();

  /**
   * A rule without looks.
   *
   * @param planned looks of a whole run
   */
  GapRule(long planned) {
    this.threshold = LEVEL / Math.max(1, planned * (planned - 1) / 2);
  }

  /** Looks so far. */
  List<Look> looks() {
    return List.copyOf(looks);
  }

  /** Puts earlier looks back. */
  void restore(List<Look> earlier) {
    looks.clear();
    looks.addAll(earlier);
  }

  /** Takes in a look; the alarm with the smallest p-value, if one is due. */
  Optional<Alarm> add(Look now) {
    Optional<Alarm> worst = Optional.empty();
    for (Look earlier : looks) {
      if (now.trained().roseSince(earlier.trained())) {
        double p = pOfNoFall(earlier.outcomes(), now.outcomes());
        if (p <= threshold && p < worst.map(Alarm::p).orElse(2.0)) {
          worst = Optional.of(new Alarm(earlier, now, p));
        }
      }
    }
    looks.add(now);
    return worst;
  }

  /** Over the problems that were decided both times; 1 where there is none. */
  private static double pOfNoFall(String before, String after) {
    long[] counts = new long[4];
    long decided = 0;
    for (int i = 0; i < before.length(); i++) {
      if (before.charAt(i) != '?' && after.charAt(i) != '?') {
        counts[(before.charAt(i) == '1' ? 2 : 0) + (after.charAt(i) == '1' ? 1 : 0)]++;
        decided++;
      }
    }
    return decided == 0
        ? 1
        : McNemarExact.pDecrease(new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]));
  }
}
