package dev.belay.core.stats;

import java.util.List;

/**
 * The error of a mean over prompts that are all there are, rather than a sample of more (Miller,
 * arXiv:2411.00640, §2.2 without its prompts drawn at random): only which completions were drawn is
 * left to chance, {@code √(Σ var_i/n_i)/N}.
 */
public final class FixedPrompts {
  private FixedPrompts() {}

  /**
   * The standard error of the mean of the prompts' means.
   *
   * @param clusters scores of each prompt's completions, at least one prompt, each with at least
   *     two
   */
  public static double standardError(List<double[]> clusters) {
    if (clusters.isEmpty()) {
      throw new IllegalArgumentException("an empty set has no mean");
    }
    double[] errors = new double[clusters.size()];
    for (int i = 0; i < errors.length; i++) {
      double[] cluster = clusters.get(i);
      int n = cluster.length;
      if (n < 2) {
        throw new IllegalArgumentException(
            "the error of fixed prompts needs two completions of each, had " + n);
      }
      double mean = Summation.of(cluster) / n;
      double squares = 0;
      for (double score : cluster) {
        squares += (score - mean) * (score - mean);
      }
      errors[i] = Math.sqrt(squares / (n - 1) / n);
    }
    return ofErrors(errors);
  }

  /**
   * The same from the standard error of each prompt's mean.
   *
   * @param errors at least one, shape {@code [prompts]}
   */
  public static double ofErrors(double[] errors) {
    if (errors.length == 0) {
      throw new IllegalArgumentException("an empty set has no mean");
    }
    double sum = 0;
    for (double error : errors) {
      sum += error * error;
    }
    return Math.sqrt(sum) / errors.length;
  }
}
