package dev.belay.core.stats;

/**
 * A rate over prompts that each have several completions, with a score interval: Wilson's, on the
 * number of independent completions that would have the same variance (Korn and Graubard, Survey
 * Methodology 24, 1998). The normal interval has no width at 0 and 1; this one has.
 *
 * @param rate mean of the prompts' means, in [0, 1]
 * @param effective how many independent completions these are worth, from the number of prompts to
 *     the number of completions
 */
public record ClusteredRate(double rate, double effective) {

  /**
   * From the mean of each prompt.
   *
   * @param promptMeans shares in [0, 1], {@code [N]}, at least one
   * @param completions how many completions there are in all, at least N
   */
  public static ClusteredRate of(double[] promptMeans, long completions) {
    int prompts = promptMeans.length;
    if (prompts == 0 || completions < prompts) {
      throw new IllegalArgumentException(
          "a rate needs prompts and a completion of each, were %d and %d"
              .formatted(prompts, completions));
    }
    double sum = 0;
    double squares = 0;
    for (double mean : promptMeans) {
      if (!(mean >= 0 && mean <= 1)) {
        throw new IllegalArgumentException("shares lie in [0, 1], found " + mean);
      }
      sum += mean;
      squares += mean * mean;
    }
    // Divided last, so that all ones give exactly 1.
    double rate = sum / prompts;
    double between = squares - sum * rate;
    double independent = sum * (1 - rate);
    return new ClusteredRate(
        rate, prompts / DesignEffect.of(between, independent, prompts, completions));
  }

  /** Wilson's interval on the effective number. */
  public Interval interval(double confidence) {
    return Rate.wilson(rate * effective, effective, confidence);
  }
}
