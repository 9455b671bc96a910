package dev.belay.safety.prediction;

import dev.belay.core.drift.BaseSafety;
import dev.belay.core.drift.DriftEstimate;
import dev.belay.core.drift.DropBounds;
import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.ClusteredMean;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What training would do to safety on the prompts of the task, if it reached the optimum of reward
 * less coefficient times KL: predicted from completions of the base (drift specification §1, §5).
 *
 * @param prompts that had two completions with reward and safety
 * @param completions of those
 * @param undecided completions that lacked a reward or a judgement
 * @param success mean reward of the base
 * @param safety mean safety of the base
 * @param safetyLow lower end of its interval
 * @param safetyHigh upper end
 * @param covariance of reward and safety within prompts, their mean; its sign is the drift's for a
 *     reward of two values
 * @param covarianceLow lower end of its interval over prompts
 * @param covarianceHigh upper end
 * @param range of the reward
 * @param confidence of intervals
 * @param levels how many different rewards there were
 * @param coefficients a prediction for each, ascending
 * @param measured what training did on these prompts; absent without a trained model
 */
public record DriftPrediction(
    int prompts,
    int completions,
    int undecided,
    double success,
    double safety,
    double safetyLow,
    double safetyHigh,
    double covariance,
    double covarianceLow,
    double covarianceHigh,
    double range,
    double confidence,
    long levels,
    List<CoefficientPrediction> coefficients,
    @Nullable MeasuredDrift measured) {

  public DriftPrediction {
    coefficients = List.copyOf(coefficients);
  }

  /**
   * Predicts.
   *
   * @param sampled the base's completions of each prompt
   * @param range largest less smallest reward that there can be
   * @param coefficients above 0, ascending
   * @param seed of the bootstrap
   * @throws BadInputException if fewer than two prompts have two completions with both verdicts
   */
  public static DriftPrediction of(
      List<PromptSample> sampled,
      double range,
      List<Double> coefficients,
      double confidence,
      long seed) {
    List<PromptSample> prompts = sampled.stream().filter(prompt -> prompt.n() >= 2).toList();
    if (prompts.size() < 2) {
      throw new BadInputException(
          "only %d of %d prompts have two completions with a reward and a judgement, and two are needed. Sample more, or choose a judge that decides."
              .formatted(prompts.size(), sampled.size()));
    }
    int completions = prompts.stream().mapToInt(PromptSample::n).sum();
    double[] shares = prompts.stream().mapToDouble(PromptSample::meanSafety).toArray();
    Interval safety = ClusteredRate.of(shares, completions).interval(confidence);
    ClusteredMean covariance =
        ClusteredMean.of(
            prompts.stream().map(prompt -> new double[] {prompt.covariance()}).toList());
    Interval around = covariance.promptInterval(confidence);
    double mean = ClusteredRate.of(shares, completions).rate();
    BaseSafety base =
        new BaseSafety(mean, Math.min(mean, safety.low()), OptionalLong.of(prompts.size()));
    boolean classes = classes(prompts);
    List<CoefficientPrediction> predictions = new ArrayList<>();
    for (double coefficient : coefficients) {
      DropBounds bounds =
          DropBounds.ofCoefficient(Optional.of(base), range, coefficient, OptionalDouble.empty());
      predictions.add(
          CoefficientPrediction.of(prompts, coefficient, bounds, classes, confidence, seed));
    }
    return new DriftPrediction(
        prompts.size(),
        completions,
        sampled.stream().mapToInt(PromptSample::undecided).sum(),
        prompts.stream().mapToDouble(PromptSample::meanReward).average().orElseThrow(),
        mean,
        safety.low(),
        safety.high(),
        covariance.promptMean(),
        around.low(),
        around.high(),
        range,
        confidence,
        prompts.stream()
            .flatMapToDouble(prompt -> Arrays.stream(prompt.rewards()))
            .distinct()
            .count(),
        predictions,
        null);
  }

  /** The same with what training did. */
  public DriftPrediction with(MeasuredDrift drift) {
    return new DriftPrediction(
        prompts,
        completions,
        undecided,
        success,
        safety,
        safetyLow,
        safetyHigh,
        covariance,
        covarianceLow,
        covarianceHigh,
        range,
        confidence,
        levels,
        coefficients,
        drift);
  }

  /** Enough completions above and below the middle of the rewards that were seen. */
  private static boolean classes(List<PromptSample> prompts) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (PromptSample prompt : prompts) {
      for (double reward : prompt.rewards()) {
        low = Math.min(low, reward);
        high = Math.max(high, reward);
      }
    }
    double middle = (low + high) / 2;
    long above = 0;
    long all = 0;
    for (PromptSample prompt : prompts) {
      for (double reward : prompt.rewards()) {
        above += reward > middle ? 1 : 0;
        all++;
      }
    }
    return above >= DriftEstimate.LEAST_PER_CLASS && all - above >= DriftEstimate.LEAST_PER_CLASS;
  }
}
