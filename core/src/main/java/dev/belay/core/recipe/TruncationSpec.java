package dev.belay.core.recipe;

import dev.belay.core.objective.OverlongPenalty;
import java.util.Optional;

/**
 * What becomes of completions that were cut off at the longest length.
 *
 * @param handling what becomes of them
 * @param buffer tokens before the longest length over which a penalty grows; 0 without a penalty
 * @param factor the penalty at the longest length; 0 without one
 */
public record TruncationSpec(Handling handling, int buffer, double factor) {

  /** They count as they are. */
  public static final TruncationSpec COUNT = new TruncationSpec(Handling.COUNT, 0, 0);

  /** What becomes of a completion that was cut off. */
  public enum Handling {
    /** It is wrong, as its verdict says, and trained on like any other. */
    COUNT,
    /** It is left out: of the loss, and of what others are compared with. */
    MASK,
    /** Completions that come near the longest length, cut off or not, lose some of the reward. */
    PENALISE
  }

  /** What completions near the longest length lose, if they do. */
  public Optional<OverlongPenalty> penalty(int maxCompletionTokens) {
    return handling == Handling.PENALISE
        ? Optional.of(new OverlongPenalty(maxCompletionTokens, buffer, factor))
        : Optional.empty();
  }
}
