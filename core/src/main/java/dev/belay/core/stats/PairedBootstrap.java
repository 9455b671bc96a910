package dev.belay.core.stats;

import java.util.Arrays;
import java.util.Random;

/**
 * Percentile bootstrap of a mean of paired differences, for graded scores (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13). Whole pairs are drawn, so the pairing survives.
 */
public final class PairedBootstrap {
  private PairedBootstrap() {}

  /**
   * The interval of mean(after) − mean(before).
   *
   * @param before scores before, one a prompt, shape {@code [N]}
   * @param after scores after on the same prompts in the same order, shape {@code [N]}
   * @param resamples how many bootstrap samples, at least 1; 10,000 is plenty
   * @param seed decides the resamples
   */
  public static Interval meanChange(
      double[] before, double[] after, int resamples, long seed, double confidence) {
    return mean(differences(before, after), resamples, seed, confidence);
  }

  /** The interval of a mean of independent values, shape {@code [N]}. */
  public static Interval mean(double[] values, int resamples, long seed, double confidence) {
    Interval.checkConfidence(confidence);
    checkValues(values);
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be 1 or more, was " + resamples);
    }
    double[] means = new double[resamples];
    // java.util.Random: its sequence is fixed by its specification, on every JDK.
    Random random = new Random(seed);
    for (int b = 0; b < resamples; b++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[b] = sum / values.length;
    }
    Arrays.sort(means);
    double tail = (1 - confidence) / 2;
    return new Interval(quantile(means, tail), quantile(means, 1 - tail), confidence);
  }

  private static double[] differences(double[] before, double[] after) {
    if (before.length != after.length) {
      throw new IllegalArgumentException(
          "pairs need equal lengths, were %d and %d".formatted(before.length, after.length));
    }
    double[] differences = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      differences[i] = after[i] - before[i];
    }
    return differences;
  }

  private static void checkValues(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("an empty set has no mean");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("scores must be finite, found " + value);
      }
    }
  }

  /** Type-7 quantile of sorted values: linear between the order statistics around p(B − 1). */
  public static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
