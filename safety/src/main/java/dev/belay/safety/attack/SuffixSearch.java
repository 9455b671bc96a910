package dev.belay.safety.attack;

import java.util.function.IntConsumer;

/** Looks into a model's weights for a suffix to a request. For one thread at a time. */
public interface SuffixSearch {

  /**
   * Looks for a suffix. The same goal and seed give the same result.
   *
   * @param onStep told the number of steps done
   * @throws dev.belay.core.error.BadInputException when the request leaves no room for one
   */
  FoundSuffix find(SuffixGoal goal, long seed, IntConsumer onStep);
}
