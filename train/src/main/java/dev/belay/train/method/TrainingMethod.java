package dev.belay.train.method;

import java.util.Map;

/**
 * A way to train: what one step does. A step depends on the seed, its number and the state that the
 * steps before left in the policy, on nothing else, so that a resumed run repeats it exactly.
 */
public interface TrainingMethod {

  /** Number of steps of the whole run. */
  long steps();

  /**
   * Takes one step.
   *
   * @param step from 1
   * @return its metrics, {@code step} first, in a fixed order; times and rates have keys that end
   *     in {@code _seconds} or {@code _per_second}
   */
  Map<String, Object> step(long step);

  /** What the progress line shows of a step. */
  String summary(Map<String, Object> metrics);
}
