package dev.belay.train.step;

import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many completions of the model before training are cut off at the longest length. Where that
 * is much, training rewards being brief before it rewards being right.
 *
 * @param cutOff how many were
 * @param completions of so many
 * @param longest tokens of the longest of them
 */
public record CutOffShare(long cutOff, long completions, int longest) {

  private static final double TOO_MUCH = 1.0 / 3;
  private static final double CONFIDENCE = 0.95;

  /** Counts them. */
  public static CutOffShare of(List<Rollout> rollouts) {
    return new CutOffShare(
        rollouts.stream().filter(Rollout::isCutOff).count(),
        rollouts.size(),
        rollouts.stream().mapToInt(one -> one.completion().length()).max().orElse(0));
  }

  /** What to say if it is more than a third. */
  public Optional<String> warning(Handling handling) {
    if (completions == 0 || new Rate(cutOff, completions).value() <= TOO_MUCH) {
      return Optional.empty();
    }
    return Optional.of(
        said()
            + ": "
            + consequence(handling)
            + ". Raise train.rollout.max_completion_tokens unless brevity is what you want.");
  }

  /** The share with its interval. */
  public String said() {
    Rate rate = new Rate(cutOff, completions);
    Interval interval = rate.wilson(CONFIDENCE);
    return String.format(
        Locale.ROOT,
        "%d of %d completions of the model before training are cut off at %d tokens: %.0f %%"
            + " [%.0f, %.0f]",
        cutOff,
        completions,
        longest,
        100 * rate.value(),
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
