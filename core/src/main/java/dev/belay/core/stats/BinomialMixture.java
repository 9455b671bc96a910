package dev.belay.core.stats;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Success probabilities that differ from prompt to prompt, as far as a few trials of each tell
 * their law: the nonparametric maximum likelihood estimate of the mixing law of binomials (Laird,
 * "Nonparametric Maximum Likelihood Estimation of a Mixing Distribution", Journal of the American
 * Statistical Association 73, 1978), found by EM on a grid.
 *
 * <p>A prompt chosen because its trials came out in some way is not as its trials say: of those
 * with no success in 8 trials some succeed one time in ten. Expectations given the trials take that
 * into account, and the counts themselves do not.
 */
public final class BinomialMixture {

  /** Points of the grid, less one; they lie closer together near 0 and 1. */
  private static final int CELLS = 100;

  private static final int ITERATIONS = 300;

  private static final double[] POINTS = points();

  /**
   * Trials of one prompt.
   *
   * @param successes 0 to {@code n}
   * @param n 0 or more; 0 tells nothing
   */
  public record Trials(int successes, int n) {

    public Trials {
      if (successes < 0 || successes > n) {
        throw new IllegalArgumentException(
            "successes must lie in 0..%d, was %d".formatted(n, successes));
      }
    }
  }

  private final double[] weights;

  private BinomialMixture(double[] weights) {
    this.weights = weights;
  }

  private static double[] points() {
    double[] points = new double[CELLS + 1];
    for (int j = 0; j <= CELLS; j++) {
      double sine = Math.sin(Math.PI / 2 * j / CELLS);
      points[j] = j == CELLS ? 1 : sine * sine;
    }
    return points;
  }

  /**
   * The law that makes the trials of all prompts likeliest.
   *
   * @param prompts at least one
   */
  public static BinomialMixture of(List<Trials> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("no law can be estimated from nothing");
    }
    Map<Trials, Integer> counts = new LinkedHashMap<>();
    prompts.forEach(trials -> counts.merge(trials, 1, Integer::sum));
    double[] weights = new double[CELLS + 1];
    Arrays.fill(weights, 1.0 / weights.length);
    List<double[]> likelihoods = counts.keySet().stream().map(BinomialMixture::likelihood).toList();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] next = new double[weights.length];
      int of = 0;
      for (int count : counts.values()) {
        addPosterior(weights, likelihoods.get(of++), (double) count / prompts.size(), next);
      }
      weights = next;
    }
    return new BinomialMixture(weights);
  }

  private static double[] likelihood(Trials trials) {
    double[] likelihood = new double[POINTS.length];
    for (int j = 0; j < likelihood.length; j++) {
      likelihood[j] = new BinomialLaw(trials.n(), POINTS[j]).at(trials.successes());
    }
    return likelihood;
  }

  private static void addPosterior(
      double[] weights, double[] likelihood, double share, double[] into) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * likelihood[j];
    }
    for (int j = 0; j < weights.length; j++) {
      into[j] += share * weights[j] * likelihood[j] / sum;
    }
  }

  /** The expectation of a function of the success probability of a prompt that nobody has tried. */
  public double mean(DoubleUnaryOperator of) {
    return mean(of, new Trials(0, 0));
  }

  /** The expectation of a function of the success probability of a prompt with these trials. */
  public double mean(DoubleUnaryOperator of, Trials given) {
    double[] posterior = new double[POINTS.length];
    addPosterior(weights, likelihood(given), 1, posterior);
    double mean = 0;
    for (int j = 0; j < posterior.length; j++) {
      if (posterior[j] > 0) {
        mean += posterior[j] * of.applyAsDouble(POINTS[j]);
      }
    }
    return mean;
  }
}
