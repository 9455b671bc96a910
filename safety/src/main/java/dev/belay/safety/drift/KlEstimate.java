package dev.belay.safety.drift;

import dev.belay.core.drift.KlMonteCarlo;
import dev.belay.core.drift.RegressedKl;
import dev.belay.core.stats.ClusteredMean;
import dev.belay.core.stats.FixedPrompts;
import dev.belay.core.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The KL of whole completions, estimated from completions of the first policy, prompts as clusters
 * (drift specification §5). Nats a completion.
 *
 * @param kl the estimate to use: exact KLs summed over each completion, combined with the
 *     log-ratios so that the variance is least
 * @param se its standard error over prompts
 * @param low lower end of the normal interval, at least 0
 * @param high upper end
 * @param exactSum the exact KLs alone
 * @param exactSumSe its standard error
 * @param combination the weight of what the drawn tokens said beside the exact KLs
 * @param k1 mean log-ratio
 * @param k1Se its standard error
 * @param k3 mean of {@code e^−l − 1 + l}; absent where it overflows
 * @param k3Se its standard error
 * @param firstToken the KL of the law of the first token, which needs no completion
 * @param firstTokenSe its standard error
 * @param seOfThesePrompts standard error of {@code kl} if these prompts are all that is asked
 *     about, rather than a sample; absent in reports of before it was computed
 */
public record KlEstimate(
    double kl,
    double se,
    double low,
    double high,
    double exactSum,
    double exactSumSe,
    double combination,
    double k1,
    double k1Se,
    @Nullable Double k3,
    @Nullable Double k3Se,
    double firstToken,
    double firstTokenSe,
    @Nullable Double seOfThesePrompts) {

  /**
   * Estimates from at least two prompts.
   *
   * @param prompts completions of each, at least two
   */
  public static KlEstimate of(List<List<ScoredCompletion>> prompts, double confidence) {
    RegressedKl regressed =
        RegressedKl.of(
            flat(prompts, ScoredCompletion::klSum), flat(prompts, ScoredCompletion::logRatioSum));
    ClusteredMean combined = combined(prompts, regressed.coefficient());
    Interval interval = combined.promptInterval(confidence);
    ClusteredMean exact = mean(prompts, ScoredCompletion::klSum);
    ClusteredMean k1 = mean(prompts, ScoredCompletion::logRatioSum);
    ClusteredMean first = mean(prompts, completion -> completion.klAt(0));
    double[] k3 = prompts.stream().mapToDouble(KlEstimate::k3).toArray();
    ClusteredMean spread = finite(k3) ? ClusteredMean.of(single(k3)) : null;
    return new KlEstimate(
        Math.max(0, combined.promptMean()),
        combined.promptStandardError(),
        Math.max(0, interval.low()),
        Math.max(0, interval.high()),
        exact.promptMean(),
        exact.promptStandardError(),
        regressed.coefficient(),
        k1.promptMean(),
        k1.promptStandardError(),
        spread == null ? null : spread.promptMean(),
        spread == null ? null : spread.promptStandardError(),
        first.promptMean(),
        first.promptStandardError(),
        FixedPrompts.standardError(
            values(prompts, completion -> combined(completion, regressed.coefficient()))));
  }

  /** Mean over prompts of a completion's value, prompts as clusters. */
  static ClusteredMean mean(
      List<List<ScoredCompletion>> prompts, ToDoubleFunction<ScoredCompletion> value) {
    return ClusteredMean.of(values(prompts, value));
  }

  private static List<double[]> values(
      List<List<ScoredCompletion>> prompts, ToDoubleFunction<ScoredCompletion> value) {
    return prompts.stream()
        .map(completions -> completions.stream().mapToDouble(value).toArray())
        .toList();
  }

  private static ClusteredMean combined(List<List<ScoredCompletion>> prompts, double coefficient) {
    return mean(prompts, completion -> combined(completion, coefficient));
  }

  /** What a completion says of the KL, with the weight that was found. */
  static double combined(ScoredCompletion completion, double coefficient) {
    return RegressedKl.combined(
        new double[] {completion.klSum()}, new double[] {completion.logRatioSum()}, coefficient)[0];
  }

  private static double k3(List<ScoredCompletion> completions) {
    return KlMonteCarlo.of(
            completions.stream().mapToDouble(ScoredCompletion::logRatioSum).toArray())
        .k3();
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static List<double[]> single(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toList();
  }

  private static double[] flat(
      List<List<ScoredCompletion>> prompts, ToDoubleFunction<ScoredCompletion> value) {
    return prompts.stream().flatMap(List::stream).mapToDouble(value).toArray();
  }
}
