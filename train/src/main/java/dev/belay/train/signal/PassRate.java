package dev.belay.train.signal;

import dev.belay.core.stats.BinomialMixture;

/**
 * How often the model before training solved one prompt.
 *
 * @param id the prompt's
 * @param completions sampled
 * @param decided those with a reward: neither undecided nor, where these are left out, cut off
 * @param solved those with the highest reward
 * @param cutOff those that reached the longest length
 */
public record PassRate(String id, int completions, int decided, int solved, int cutOff) {

  public PassRate {
    if (completions < 1
        || decided > completions
        || solved < 0
        || solved > decided
        || cutOff < 0
        || cutOff > completions) {
      throw new IllegalArgumentException(
          "%s: %d completions, %d decided, %d solved, %d cut off do not add up"
              .formatted(id, completions, decided, solved, cutOff));
    }
  }

  /** Whether none was right of those that were decided. */
  public boolean isNever() {
    return decided > 0 && solved == 0;
  }

  /** Whether all were right of those that were decided. */
  public boolean isAlways() {
    return decided > 0 && solved == decided;
  }

  /** Its decided completions as trials. */
  BinomialMixture.Trials trials() {
    return new BinomialMixture.Trials(solved, decided);
  }

  /** Share of completions without a reward. */
  double absent() {
    return 1 - (double) decided / completions;
  }
}
