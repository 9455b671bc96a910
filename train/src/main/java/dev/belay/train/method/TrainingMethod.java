package dev.belay.train.method;

import dev.belay.core.run.Stateful;
import java.util.List;

/**
 * A way to train: what one step does. A step depends on the seed, its number and the state that the
 * steps before left in {@link #state()}, on nothing else, so that a resumed run repeats it exactly.
 */
public interface TrainingMethod {

  /** Number of steps of the whole run. */
  long steps();

  /**
   * Takes one step.
   *
   * @param step from 1
   * @return what it measured, in a fixed order
   */
  StepReport step(long step);

  /** All that a step changes and the next depends on: what a checkpoint keeps. */
  List<Stateful> state();

  /** What the progress line shows of a step. */
  String summary(StepReport report);
}
