package dev.belay.safety.eval;

/**
 * What decides an evaluation beside its suites.
 *
 * @param model identifies the weights, such as their hash; an evaluation of other weights does not
 *     go on where this one stopped
 * @param seed the run's seed; before and after use the same
 * @param samples completions drawn for each prompt
 */
public record EvaluationSettings(String model, long seed, int samples) {

  public EvaluationSettings {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, was " + samples);
    }
  }
}
