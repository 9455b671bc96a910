package dev.belay.safety.prediction;

import dev.belay.core.drift.DecompositionMean;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What training did to safety on the prompts of a prediction, beside it: the trained model asked
 * the same prompts, and the change of safety in two parts (drift specification §8.7). The first
 * follows from more completions earning the reward, as the theory says; the second is a change
 * among those that earn it, or among those that do not, which the theory does not explain.
 *
 * @param trainedSha256 the weights that were asked
 * @param success mean reward of the trained model
 * @param safety its mean safety
 * @param parts the decomposition; absent where it cannot be made
 * @param why it cannot; absent where it can
 */
public record MeasuredDrift(
    String trainedSha256,
    double success,
    double safety,
    @Nullable DecompositionMean parts,
    @Nullable String why) {

  /**
   * From completions before and after.
   *
   * @param base of each prompt, by the base
   * @param trained of the same prompts, by the trained model
   * @throws BadInputException if none of its completions has both verdicts
   */
  public static MeasuredDrift of(
      String trainedSha256,
      List<PromptSample> base,
      List<PromptSample> trained,
      double confidence) {
    Map<String, PromptSample> after = new LinkedHashMap<>();
    trained.forEach(sample -> after.put(sample.id(), sample));
    double[] levels =
        DoubleStream.concat(rewards(base), rewards(trained)).distinct().sorted().toArray();
    DecompositionMean parts = null;
    if (levels.length == 2) {
      List<DecompositionMean.Prompt> prompts = new ArrayList<>();
      for (PromptSample before : base) {
        PromptSample then = after.get(before.id());
        if (then != null) {
          prompts.add(
              new DecompositionMean.Prompt(
                  classes(before, levels[1]),
                  before.safety(),
                  classes(then, levels[1]),
                  then.safety()));
        }
      }
      parts = DecompositionMean.of(prompts, confidence).orElse(null);
    }
    return new MeasuredDrift(
        trainedSha256,
        mean(trained, PromptSample::meanReward),
        mean(trained, PromptSample::meanSafety),
        parts,
        parts != null ? null : why(levels.length));
  }

  private static String why(int levels) {
    return levels > 2
        ? "the reward has more than two values"
        : "fewer than two prompts had completions of either reward by the base";
  }

  private static double[] classes(PromptSample sample, double success) {
    return Arrays.stream(sample.rewards()).map(reward -> reward == success ? 1 : 0).toArray();
  }

  private static DoubleStream rewards(List<PromptSample> samples) {
    return samples.stream().flatMapToDouble(sample -> Arrays.stream(sample.rewards()));
  }

  private static double mean(List<PromptSample> samples, ToDoubleFunction<PromptSample> value) {
    return samples.stream()
        .filter(sample -> sample.n() > 0)
        .mapToDouble(value)
        .average()
        .orElseThrow(
            () ->
                new BadInputException(
                    "none of the trained model's completions has a reward and a judgement: choose"
                        + " a judge that decides."));
  }
}
