package dev.belay.core.stats;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of values that stand in a table of seeds by prompts, both drawn at random: every seed
 * has a value of every prompt. Values of one seed are alike, and so are values of one prompt, so
 * neither may be counted as independent. With a_s of variance σ²_s for the seed, b_p of σ²_p for
 * the prompt and the rest of σ²_e, the mean has the variance
 *
 * <pre>  σ²_s / S + σ²_p / P + σ²_e / (S P)  =  E[(MS_s + MS_p − MS_e) / (S P)]</pre>
 *
 * <p>by the mean squares of the table's analysis of variance; that is the two-way clustered
 * variance of Cameron, Gelbach and Miller (Journal of Business and Economic Statistics 29, 2011,
 * eq. 2.11) with the corrections that make it unbiased in a full table. Few seeds tell little of
 * σ²_s: the interval is Student's, with the degrees of freedom of Satterthwaite (Biometrics
 * Bulletin 2, 1946).
 *
 * @param mean of all values
 * @param standardError of the mean, for other seeds and other prompts; with one seed for other
 *     prompts alone, with one prompt for other seeds alone
 * @param degrees of freedom of that error, 1 or more
 * @param seedMeans the mean of each seed, {@code [S]}
 * @param prompts P
 */
public record CrossedMean(
    double mean, double standardError, double degrees, List<Double> seedMeans, int prompts) {

  public CrossedMean {
    seedMeans = List.copyOf(seedMeans);
  }

  /**
   * From a full table.
   *
   * @param values finite, {@code [S][P]}, S and P at least 1
   */
  public static CrossedMean of(double[][] values) {
    int seeds = values.length;
    int prompts = seeds == 0 ? 0 : values[0].length;
    check(values, prompts);
    double[] seedMeans = Arrays.stream(values).mapToDouble(CrossedMean::mean).toArray();
    double[] promptMeans = new double[prompts];
    for (double[] row : values) {
      for (int p = 0; p < prompts; p++) {
        promptMeans[p] += row[p] / seeds;
      }
    }
    double mean = mean(seedMeans);
    double rest = 0;
    for (int s = 0; s < seeds; s++) {
      for (int p = 0; p < prompts; p++) {
        rest += square(values[s][p] - seedMeans[s] - promptMeans[p] + mean);
      }
    }
    double ofSeeds = seeds == 1 ? 0 : prompts * squares(seedMeans, mean) / (seeds - 1);
    double ofPrompts = prompts == 1 ? 0 : seeds * squares(promptMeans, mean) / (prompts - 1);
    double ofRest = seeds == 1 || prompts == 1 ? 0 : rest / (seeds - 1) / (prompts - 1);
    // The estimate may fall below what either alone proves; the truth cannot.
    double sum = Math.max(ofSeeds + ofPrompts - ofRest, Math.max(ofSeeds, ofPrompts));
    return new CrossedMean(
        mean,
        Math.sqrt(sum / seeds / prompts),
        degrees(sum, ofSeeds, seeds, ofPrompts, prompts),
        Arrays.stream(seedMeans).boxed().toList(),
        prompts);
  }

  /** Satterthwaite's; the rest has far more than both, and is left out. */
  private static double degrees(
      double sum, double ofSeeds, int seeds, double ofPrompts, int prompts) {
    double uncertain =
        (seeds == 1 ? 0 : square(ofSeeds) / (seeds - 1))
            + (prompts == 1 ? 0 : square(ofPrompts) / (prompts - 1));
    int most = Math.max(1, Math.max(seeds, prompts) - 1);
    return uncertain == 0 ? most : Math.max(1, square(sum) / uncertain);
  }

  /** Student's interval of the mean. */
  public Interval interval(double confidence) {
    double radius = StudentT.twoSidedCritical(degrees, confidence) * standardError;
    return new Interval(mean - radius, mean + radius, confidence);
  }

  /** The standard deviation of the seeds' means, S − 1 below; 0 with one seed. */
  public double spread() {
    double[] means = seedMeans.stream().mapToDouble(Double::doubleValue).toArray();
    return means.length == 1 ? 0 : Math.sqrt(squares(means, mean) / (means.length - 1));
  }

  private static void check(double[][] values, int prompts) {
    if (prompts == 0) {
      throw new IllegalArgumentException("an empty table has no mean");
    }
    for (double[] row : values) {
      if (row.length != prompts || !Arrays.stream(row).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "every seed needs a finite value of each of %d prompts".formatted(prompts));
      }
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double squares(double[] values, double mean) {
    return Arrays.stream(values).map(value -> square(value - mean)).sum();
  }

  private static double square(double x) {
    return x * x;
  }
}
