package dev.belay.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well rewards foretell preferences that they were not trained on. Bradley and Terry's model
 * says {@code p = σ(r_chosen − r_rejected)} that the chosen completion is preferred: accuracy asks
 * on which side of ½ that lies, calibration whether it is right as often as it says.
 *
 * <p>Equal rewards are ties, which are neither right nor wrong; in the calibration, where a tie
 * claims ½, each counts as half right.
 *
 * @param pairs how many pairs, at least 1
 * @param right where the chosen completion has the greater reward
 * @param ties where both have the same
 * @param meanLead mean of {@code r_chosen − r_rejected}
 * @param logLoss mean of {@code −log p} in nats; log 2 says nothing was learnt
 * @param brier mean of {@code (1 − p)²}; ¼ says nothing was learnt
 * @param bins pairs by what the model claims, least sure first; bins without pairs left out
 */
public record PreferenceFit(
    int pairs,
    long right,
    long ties,
    double meanLead,
    double logLoss,
    double brier,
    List<Bin> bins) {

  /** The width of {@link #bins} over claims in [½, 1]. */
  private static final int BINS = 5;

  public PreferenceFit {
    bins = List.copyOf(bins);
  }

  /**
   * Pairs about which the model is about equally sure.
   *
   * @param pairs how many, at least 1
   * @param claimed mean of {@code max(p, 1 − p)}
   * @param right share where it is right
   */
  public record Bin(int pairs, double claimed, double right) {}

  /**
   * Compares leads with preferences.
   *
   * @param leads {@code r_chosen − r_rejected} of each pair, shape {@code [P]}, P at least 1;
   *     finite
   */
  public static PreferenceFit of(double[] leads) {
    if (leads.length == 0) {
      throw new IllegalArgumentException("there are no pairs to fit");
    }
    double logLoss = 0;
    double brier = 0;
    for (double lead : leads) {
      logLoss += Math.max(-lead, 0) + Math.log1p(Math.exp(-Math.abs(lead)));
      double missed = probability(-lead);
      brier += missed * missed;
    }
    int pairs = leads.length;
    return new PreferenceFit(
        pairs,
        Arrays.stream(leads).filter(lead -> lead > 0).count(),
        Arrays.stream(leads).filter(lead -> lead == 0).count(),
        Arrays.stream(leads).sum() / pairs,
        logLoss / pairs,
        brier / pairs,
        bins(leads));
  }

  private static List<Bin> bins(double[] leads) {
    int[] pairs = new int[BINS];
    double[] claimed = new double[BINS];
    double[] right = new double[BINS];
    for (double lead : leads) {
      double claim = probability(Math.abs(lead));
      int bin = Math.min(BINS - 1, (int) ((claim - 0.5) * 2 * BINS));
      pairs[bin]++;
      claimed[bin] += claim;
      right[bin] += lead > 0 ? 1 : lead == 0 ? 0.5 : 0;
    }
    List<Bin> filled = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (pairs[bin] > 0) {
        filled.add(new Bin(pairs[bin], claimed[bin] / pairs[bin], right[bin] / pairs[bin]));
      }
    }
    return filled;
  }

  private static double probability(double lead) {
    return 1 / (1 + Math.exp(-lead));
  }

  /** The share of pairs, ties left out, that are right; ties alone have no accuracy. */
  public Rate accuracy() {
    return new Rate(right, pairs - ties);
  }

  /** Whether any pair is not a tie, so that there is an {@link #accuracy}. */
  public boolean hasAccuracy() {
    return pairs > ties;
  }

  /**
   * Expected calibration error (Naeini et al., AAAI 2015): the mean distance between what is
   * claimed and what is right over the bins, each weighing as many pairs as it has.
   */
  public double calibrationError() {
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.pairs() * Math.abs(bin.claimed() - bin.right());
    }
    return sum / pairs;
  }
}
