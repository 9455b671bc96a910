package dev.belay.train.step;

import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How many completions of the model before training are cut off at the longest length. Where that
 * is much, training rewards being brief before it rewards being right.
 *
 * @param rate a mean over prompts
 * @param cutOff how many were
 * @param completions of so many
 * @param longest tokens of the longest of them
 */
public record CutOffShare(ClusteredRate rate, long cutOff, long completions, int longest) {

  private static final double TOO_MUCH = 1.0 / 3;

  /**
   * Counts them.
   *
   * @param rollouts at least one
   */
  public static CutOffShare of(List<Rollout> rollouts) {
    Map<Integer, Double> shares =
        rollouts.stream()
            .collect(
                Collectors.groupingBy(
                    Rollout::group,
                    Collectors.averagingInt(rollout -> rollout.isCutOff() ? 1 : 0)));
    return new CutOffShare(
        ClusteredRate.of(
            shares.values().stream().mapToDouble(Double::doubleValue).toArray(), rollouts.size()),
        rollouts.stream().filter(Rollout::isCutOff).count(),
        rollouts.size(),
        rollouts.stream().mapToInt(one -> one.completion().length()).max().orElse(0));
  }

  /** What to say if it is more than a third. */
  public Optional<String> warning(Handling handling) {
    return rate.rate() <= TOO_MUCH
        ? Optional.empty()
        : Optional.of(
            said()
                + ": "
                + consequence(handling)
                + ". Raise train.rollout.max_completion_tokens unless brevity is what you want.");
  }

  private String said() {
    Interval interval = rate.interval(Interval.DEFAULT_CONFIDENCE);
    return String.format(
        Locale.ROOT,
        "%d of %d completions of the model before training are cut off at %d tokens: %.0f %%"
            + " [%.0f, %.0f]",
        cutOff,
        completions,
        longest,
        100 * rate.rate(),
        100 * interval.low(),
        100 * interval.high());
  }

  private static String consequence(Handling handling) {
    return switch (handling) {
      case COUNT -> "they count as wrong, so training rewards brief answers before right ones";
      case MASK -> "they are sampled and left out, so most of the rollout teaches nothing";
      case PENALISE -> "they lose reward, so training rewards brief answers before right ones";
    };
  }
}
