package dev.belay.safety.prediction;

import dev.belay.core.drift.BinaryDriftInterval;
import dev.belay.core.drift.DriftEstimate;
import dev.belay.core.drift.DropBounds;
import dev.belay.core.stats.FixedPrompts;
import dev.belay.core.stats.PairedBootstrap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The predicted drift of the optimum with one KL coefficient, over prompts (drift specification §1,
 * §3, §5).
 *
 * @param coefficient of the KL in the reward
 * @param drift mean over prompts of the estimated change of safety; negative where safety is lost
 * @param jackknife the same with the bias of few completions a prompt mostly removed
 * @param seOfThesePrompts standard error of {@code drift} if these prompts are all that is asked
 *     about: the delta method's of each prompt (drift specification §5)
 * @param low lower end of the percentile bootstrap over prompts
 * @param high upper end
 * @param ess effective completions, over all prompts
 * @param tells whether the data can tell: enough effective completions, and enough of either
 *     reward; otherwise the bounds are what is known, and no interval is
 * @param bounds on a drop, those that hold for the optimum
 * @param tightest the name of the smallest
 * @param drop the smallest
 * @param vacuous whether even that says nothing
 * @param perPrompt the estimate of each prompt
 * @param worstPrompt lowest lower limit of a prompt's drift, exact for all prompts at once; absent
 *     for a reward of more than 0 and 1
 */
public record CoefficientPrediction(
    double coefficient,
    double drift,
    double jackknife,
    double seOfThesePrompts,
    double low,
    double high,
    double ess,
    boolean tells,
    List<DropBounds.Bound> bounds,
    String tightest,
    double drop,
    boolean vacuous,
    List<Double> perPrompt,
    @Nullable Double worstPrompt) {

  private static final int RESAMPLES = 2000;

  public CoefficientPrediction {
    bounds = List.copyOf(bounds);
    perPrompt = List.copyOf(perPrompt);
  }

  /**
   * Predicts from at least one prompt.
   *
   * @param bounds of the optimum with this coefficient
   * @param classes whether either reward was seen often enough
   */
  static CoefficientPrediction of(
      List<PromptSample> prompts,
      double coefficient,
      DropBounds bounds,
      boolean classes,
      double confidence,
      long seed) {
    List<DriftEstimate> estimates =
        prompts.stream()
            .map(prompt -> DriftEstimate.of(prompt.rewards(), prompt.safety(), coefficient))
            .toList();
    double[] drifts = estimates.stream().mapToDouble(DriftEstimate::drift).toArray();
    double ess = estimates.stream().mapToDouble(DriftEstimate::ess).sum();
    double[] resampled = resampled(drifts, seed);
    double tail = (1 - confidence) / 2;
    DropBounds.Bound tightest =
        bounds.bounds().stream()
            .min(Comparator.comparingDouble(DropBounds.Bound::drop))
            .orElseThrow();
    return new CoefficientPrediction(
        coefficient,
        mean(drifts),
        mean(estimates.stream().mapToDouble(DriftEstimate::driftJackknife).toArray()),
        FixedPrompts.ofErrors(estimates.stream().mapToDouble(DriftEstimate::seDelta).toArray()),
        PairedBootstrap.quantile(resampled, tail),
        PairedBootstrap.quantile(resampled, 1 - tail),
        ess,
        classes && ess >= DriftEstimate.LEAST_ESS,
        bounds.bounds(),
        tightest.name(),
        tightest.drop(),
        tightest.vacuous(),
        Arrays.stream(drifts).boxed().toList(),
        prompts.stream().allMatch(PromptSample::isBinary)
            ? worst(prompts, coefficient, confidence)
            : null);
  }

  /** Each prompt has its share of the error (Bonferroni). */
  private static double worst(List<PromptSample> prompts, double coefficient, double confidence) {
    double each = 1 - (1 - confidence) / prompts.size();
    return prompts.stream()
        .mapToDouble(
            prompt ->
                BinaryDriftInterval.of(
                        prompt.successes(), prompt.safe(1), prompt.safe(0), coefficient, each)
                    .low())
        .min()
        .orElseThrow();
  }

  /** Means of resampled prompts, ascending. */
  private static double[] resampled(double[] drifts, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, RESAMPLES)
        .mapToDouble(
            _ -> {
              double sum = 0;
              for (int i = 0; i < drifts.length; i++) {
                sum += drifts[random.nextInt(drifts.length)];
              }
              return sum / drifts.length;
            })
        .sorted()
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
