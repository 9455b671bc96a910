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
 * σ²_s, and many prompts much of σ²_p: the interval gives each its own of Student's critical values
 * (the method of variance estimates recovery, Zou and Donner, Statistics in Medicine 27, 2008).
 * σ²_e is in both parts, which errs on the side of caution.
 *
 * @param mean of all values
 * @param standardError of the mean, for other seeds and other prompts; with one seed for other
 *     prompts alone, with one prompt for other seeds alone
 * @param promptError √(MS_p / (S P)): the part of the prompts, for seeds that are given
 * @param seedMeans the mean of each seed, {@code [S]}
 * @param prompts P
 */
public record CrossedMean(
    double mean, double standardError, double promptError, List<Double> seedMeans, int prompts) {

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
        Math.sqrt(ofPrompts / seeds / prompts),
        Arrays.stream(seedMeans).boxed().toList(),
        prompts);
  }

  /** Student's intervals for other prompts and for other seeds, joined by their squares. */
  public Interval interval(double confidence) {
    return withSeeds(ofPrompts(confidence), mean, seedMeans);
  }

  /** Student's interval for other prompts and the seeds that are given. */
  Interval ofPrompts(double confidence) {
    double radius =
        prompts == 1 ? 0 : StudentT.twoSidedCritical(prompts - 1.0, confidence) * promptError;
    return new Interval(mean - radius, mean + radius, confidence);
  }

  /**
   * The same for values that are shares, or differ as shares do. Where no prompt differs from
   * another there is no variance to go by, and Student's interval would have no width, as if no
   * other prompt could differ either; it is then as wide as Tango's of as many pairs of which none
   * changed, z² / (P + z²) on either side.
   */
  public Interval intervalOfShares(double confidence) {
    return withSeeds(sharesOfPrompts(confidence), mean, seedMeans);
  }

  /** That interval for other prompts and the seeds that are given. */
  Interval sharesOfPrompts(double confidence) {
    if (prompts == 1 || promptError > 0) {
      return ofPrompts(confidence);
    }
    double z = StandardNormal.twoSidedCritical(confidence);
    double radius = z * z / (prompts + z * z);
    return new Interval(mean - radius, mean + radius, confidence);
  }

  /** Lengthens each side of an interval by what other seeds would change, as they vary here. */
  static Interval withSeeds(Interval ofPrompts, double mean, List<Double> seedMeans) {
    int seeds = seedMeans.size();
    if (seeds == 1) {
      return ofPrompts;
    }
    double squares = seedMeans.stream().mapToDouble(one -> square(one - mean)).sum();
    double error = Math.sqrt(squares / (seeds - 1) / seeds);
    double ofSeeds = StudentT.twoSidedCritical(seeds - 1.0, ofPrompts.confidence()) * error;
    return new Interval(
        mean - Math.hypot(mean - ofPrompts.low(), ofSeeds),
        mean + Math.hypot(ofPrompts.high() - mean, ofSeeds),
        ofPrompts.confidence());
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
