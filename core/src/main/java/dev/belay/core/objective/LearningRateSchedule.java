package dev.belay.core.objective;

/**
 * The learning rate of every step: a linear warm-up to the peak, then a decay.
 *
 * <p>Steps count from 0. The warm-up gives {@code peak · (step + 1) / warmupSteps}, so that the
 * first step already moves and step {@code warmupSteps − 1} has the peak; the Transformers
 * schedules start one step earlier, at a rate of 0. A decay then falls from the peak at step {@code
 * warmupSteps} towards 0, which it would reach at step {@code totalSteps}, after the last.
 *
 * @param shape what follows the warm-up
 * @param peak the highest rate
 * @param warmupSteps steps of the warm-up; 0 for none
 * @param totalSteps steps of the whole run; a constant rate does not look at it
 */
public record LearningRateSchedule(Shape shape, double peak, long warmupSteps, long totalSteps) {

  /** How the rate goes on after the warm-up. */
  public enum Shape {
    /** Stays at the peak. */
    CONSTANT,
    /** Falls by the same amount at each step. */
    LINEAR,
    /** Falls along half a cosine. */
    COSINE
  }

  public LearningRateSchedule {
    if (!(peak >= 0) || Double.isInfinite(peak)) {
      throw new IllegalArgumentException("learning_rate must be 0 or more, was " + peak);
    }
    if (warmupSteps < 0 || totalSteps < 0) {
      throw new IllegalArgumentException(
          "steps must be 0 or more: %d of warm-up, %d in all".formatted(warmupSteps, totalSteps));
    }
  }

  /** The rate of a step, counted from 0; past the end a decay stays at 0. */
  public double at(long step) {
    if (step < warmupSteps) {
      return peak * (step + 1) / warmupSteps;
    }
    double done = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return switch (shape) {
      case CONSTANT -> peak;
      case LINEAR -> peak * Math.max(0, 1 - done);
      case COSINE -> peak * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
    };
  }
}
