package dev.belay.safety.eval;

import dev.belay.core.chat.ChatTemplateKwargs;

/**
 * What decides an evaluation beside its suites.
 *
 * @param model identifies the weights, such as their hash; an evaluation of other weights does not
 *     go on where this one stopped
 * @param seed the run's seed; before and after use the same
 * @param samples completions drawn for each prompt
 * @param chatTemplateKwargs further variables of the chat template; of a served model they are part
 *     of what it is called
 */
public record EvaluationSettings(
    String model, long seed, int samples, ChatTemplateKwargs chatTemplateKwargs) {

  /** Settings whose chat template gets no further variables. */
  public EvaluationSettings(String model, long seed, int samples) {
    this(model, seed, samples, ChatTemplateKwargs.NONE);
  }

  public EvaluationSettings {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, was " + samples);
    }
  }
}
