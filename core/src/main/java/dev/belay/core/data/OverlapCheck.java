package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds prompts that a model would both train on and be measured on. */
public final class OverlapCheck {

  private static final int SHOWN = 5;

  private OverlapCheck() {}

  /**
   * Two samples with the same prompt.
   *
   * @param train the one trained on
   * @param evaluation the one measured on
   */
  public record Overlap(Sample train, Sample evaluation) {}

  /**
   * Every evaluation sample whose prompt is also a training prompt, or an earlier turn of one, by
   * {@link NormalizedText}.
   */
  public static List<Overlap> find(
      Collection<? extends Sample> train, Collection<? extends Sample> evaluation) {
    Map<String, Sample> trained = new HashMap<>();
    for (Sample sample : train) {
      for (String turn : sample.userTurns()) {
        trained.putIfAbsent(NormalizedText.of(turn), sample);
      }
    }
    List<Overlap> overlaps = new ArrayList<>();
    for (Sample sample : evaluation) {
      Sample twin = trained.get(NormalizedText.of(sample.prompt()));
      if (twin != null) {
        overlaps.add(new Overlap(twin, sample));
      }
    }
    return overlaps;
  }

  /**
   * Refuses to go on when a training prompt is also measured.
   *
   * @throws BadInputException with the first few overlaps and both their places
   */
  public static void requireDisjoint(
      Collection<? extends Sample> train, Collection<? extends Sample> evaluation) {
    requireDisjoint(train, "training", evaluation);
  }

  /**
   * As {@link #requireDisjoint(Collection, Collection)}, for prompts of another use than training.
   *
   * @param use what they are used for, such as {@code validation}
   */
  public static void requireDisjoint(
      Collection<? extends Sample> used, String use, Collection<? extends Sample> evaluation) {
    List<Overlap> overlaps = find(used, evaluation);
    if (overlaps.isEmpty()) {
      return;
    }
    List<String> issues = new ArrayList<>();
    issues.add(
        "%d of %d evaluation prompts are also %s prompts (case, accents, punctuation and white space aside). Remove them from one side."
            .formatted(overlaps.size(), evaluation.size(), use));
    for (Overlap overlap : overlaps.subList(0, Math.min(SHOWN, overlaps.size()))) {
      issues.add(
          "%s (evaluation) and %s (%s): %s"
              .formatted(
                  overlap.evaluation().source(),
                  overlap.train().source(),
                  use,
                  DataRow.shortened(overlap.evaluation().prompt().strip().replace('\n', ' '))));
    }
    throw new BadInputException(issues);
  }
}
