package dev.belay.train.method;

import java.util.Map;

/** Looks at every step: measures, and may end training. */
@FunctionalInterface
public interface StepObserver {

  /** Called once in a run, before its first step. */
  default void begin() {}

  /**
   * Called after each step, before it is logged.
   *
   * @param report what the step and the observers before this one measured
   */
  Decision after(StepReport report);

  /**
   * Called after the last step, whoever ended training, once every observer has seen it: measures
   * what {@link #after} did not because the step is none of its own.
   *
   * @return goes into the step's line of the log, in order
   */
  default Map<String, Double> last(StepReport report) {
    return Map.of();
  }

  /**
   * What an observer found.
   *
   * @param stop whether training is to end after this step
   * @param measured goes into the step's line of the log, in order
   */
  record Decision(boolean stop, Map<String, Double> measured) {

    /** Nothing measured, nothing to say. */
    public static final Decision GO_ON = new Decision(false, Map.of());
  }
}
