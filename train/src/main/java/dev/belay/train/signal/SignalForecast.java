package dev.belay.train.signal;

import dev.belay.core.model.Seeds;
import dev.belay.core.stats.BinomialMixture;
import dev.belay.core.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/**
 * The share of groups that will have signal in the first step, from pass rates. A prompt that the
 * model solves with probability p gives a group of G completions signal with {@code 1 − p^G − (1 −
 * p)^G}.
 *
 * <p>The counts of a prompt are not its p, least of all where prompts were chosen by them: of those
 * that were right once in 8 completions many will not be again. So p is taken by its law given the
 * counts, which the counts of all prompts tell ({@link BinomialMixture}; empirical Bayes). The
 * interval is a percentile bootstrap over prompts.
 *
 * @param share expected share of groups with signal
 * @param interval of that share
 * @param prompts chosen
 */
public record SignalForecast(double share, Interval interval, int prompts) {

  private static final int REPLICATES = 200;
  private static final double CONFIDENCE = 0.95;

  /**
   * Forecasts.
   *
   * @param rates of all prompts
   * @param chosen those that groups are drawn of, by their counts; at least one of them
   * @param groupSize G, at least 2
   */
  public static SignalForecast of(
      List<PassRate> rates, Predicate<PassRate> chosen, int groupSize, long seed) {
    int prompts = (int) rates.stream().filter(chosen).count();
    if (prompts == 0) {
      throw new IllegalArgumentException("no prompt is chosen");
    }
    double share = share(rates, chosen, groupSize);
    Random random = new Random(Seeds.derive(seed, "signal"));
    double[] replicates = new double[REPLICATES];
    for (int b = 0; b < REPLICATES; b++) {
      replicates[b] = share(resampled(rates, chosen, random), chosen, groupSize);
    }
    Arrays.sort(replicates);
    int tail = (int) Math.round(REPLICATES * (1 - CONFIDENCE) / 2);
    Interval interval =
        new Interval(
            Math.min(share, replicates[tail]),
            Math.max(share, replicates[REPLICATES - 1 - tail]),
            CONFIDENCE);
    return new SignalForecast(share, interval, prompts);
  }

  /** As many prompts, drawn with replacement, at least one of them chosen. */
  private static List<PassRate> resampled(
      List<PassRate> rates, Predicate<PassRate> chosen, Random random) {
    List<PassRate> drawn = new ArrayList<>(rates.size());
    do {
      drawn.clear();
      for (int i = 0; i < rates.size(); i++) {
        drawn.add(rates.get(random.nextInt(rates.size())));
      }
    } while (drawn.stream().noneMatch(chosen));
    return drawn;
  }

  private static double share(List<PassRate> rates, Predicate<PassRate> chosen, int groupSize) {
    BinomialMixture law = BinomialMixture.of(rates.stream().map(PassRate::trials).toList());
    Map<PassRate, Double> known = new HashMap<>();
    double sum = 0;
    int count = 0;
    for (PassRate rate : rates) {
      if (chosen.test(rate)) {
        PassRate counts =
            new PassRate("", rate.completions(), rate.decided(), rate.solved(), rate.cutOff());
        sum +=
            known.computeIfAbsent(
                counts, one -> law.mean(signal(one.absent(), groupSize), one.trials()));
        count++;
      }
    }
    return sum / count;
  }

  /**
   * The probability that a group has signal, by the probability of success of a completion that has
   * a reward.
   *
   * @param absent probability that a completion has none
   */
  static DoubleUnaryOperator signal(double absent, int groupSize) {
    return success -> {
      double right = (1 - absent) * success;
      double wrong = (1 - absent) * (1 - success);
      return 1
          - Math.pow(1 - wrong, groupSize)
          - Math.pow(1 - right, groupSize)
          + Math.pow(absent, groupSize);
    };
  }
}
