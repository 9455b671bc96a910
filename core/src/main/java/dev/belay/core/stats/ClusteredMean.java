package dev.belay.core.stats;

import java.util.List;

/**
 * A mean over prompts that each have several completions. Completions of one prompt are alike, so
 * the prompt is the unit: pooling them as independent understates the error (Miller,
 * arXiv:2411.00640, §2.2).
 *
 * @param promptMean mean of the prompts' means
 * @param promptStandardError its standard error, sd of the prompts' means / √N
 * @param pooledMean mean over all completions
 * @param pooledStandardError its clustered standard error, linearised ratio with factor N/(N − 1)
 * @param worstPrompt the lowest of the prompts' means
 * @param prompts N
 * @param completions how many in all
 */
public record ClusteredMean(
    double promptMean,
    double promptStandardError,
    double pooledMean,
    double pooledStandardError,
    double worstPrompt,
    int prompts,
    long completions) {

  /**
   * From the scores of each prompt's completions.
   *
   * @param clusters at least two prompts, each with at least one finite score
   */
  public static ClusteredMean of(List<double[]> clusters) {
    check(clusters);
    int prompts = clusters.size();
    double[] sums = new double[prompts];
    double meanOfMeans = 0;
    double total = 0;
    long completions = 0;
    for (int i = 0; i < prompts; i++) {
      for (double score : clusters.get(i)) {
        sums[i] += score;
      }
      meanOfMeans += sums[i] / clusters.get(i).length / prompts;
      total += sums[i];
      completions += clusters.get(i).length;
    }
    double pooled = total / completions;
    double worst = Double.POSITIVE_INFINITY;
    double squares = 0;
    double residuals = 0;
    for (int i = 0; i < prompts; i++) {
      int size = clusters.get(i).length;
      worst = Math.min(worst, sums[i] / size);
      squares += square(sums[i] / size - meanOfMeans);
      residuals += square(sums[i] - size * pooled);
    }
    double promptError = Math.sqrt(squares / (prompts - 1) / prompts);
    double pooledError = Math.sqrt(prompts / (prompts - 1.0) * residuals) / completions;
    return new ClusteredMean(
        meanOfMeans, promptError, pooled, pooledError, worst, prompts, completions);
  }

  /** The normal interval of {@link #promptMean}. */
  public Interval promptInterval(double confidence) {
    double radius = StandardNormal.twoSidedCritical(confidence) * promptStandardError;
    return new Interval(promptMean - radius, promptMean + radius, confidence);
  }

  private static void check(List<double[]> clusters) {
    if (clusters.size() < 2) {
      throw new IllegalArgumentException(
          "a clustered error needs at least two prompts, had " + clusters.size());
    }
    for (double[] cluster : clusters) {
      if (cluster.length == 0) {
        throw new IllegalArgumentException("a prompt without completions has no mean");
      }
      for (double score : cluster) {
        if (!Double.isFinite(score)) {
          throw new IllegalArgumentException("scores must be finite, found " + score);
        }
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }
}
