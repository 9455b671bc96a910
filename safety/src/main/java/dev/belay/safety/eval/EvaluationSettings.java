package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatTemplateKwargs;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides an evaluation beside its suites.
 *
 * @param model identifies the weights, such as their hash; an evaluation of other weights does not
 *     go on where this one stopped
 * @param seed the run's seed; before and after use the same
 * @param samples completions drawn for each prompt
 * @param chatTemplateKwargs further variables of the chat template; of a served model they are part
 *     of what it is called
 * @param sampler of a served model, each setting of its sampler beside the law with its value, or
 *     who chose it; empty for a model in this process, whose sampler does what the law says
 */
public record EvaluationSettings(
    String model,
    long seed,
    int samples,
    ChatTemplateKwargs chatTemplateKwargs,
    SortedMap<String, JsonNode> sampler) {

  /** Settings whose chat template gets no further variables. */
  public EvaluationSettings(String model, long seed, int samples) {
    this(model, seed, samples, ChatTemplateKwargs.NONE);
  }

  /** Settings of a model in this process. */
  public EvaluationSettings(
      String model, long seed, int samples, ChatTemplateKwargs chatTemplateKwargs) {
    this(model, seed, samples, chatTemplateKwargs, Collections.emptySortedMap());
  }

  /** Settings of a served model. */
  public static EvaluationSettings served(
      String model, long seed, int samples, Map<String, JsonNode> sampler) {
    return new EvaluationSettings(
        model, seed, samples, ChatTemplateKwargs.NONE, new TreeMap<>(sampler));
  }

  public EvaluationSettings {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, was " + samples);
    }
    sampler = Collections.unmodifiableSortedMap(new TreeMap<>(sampler));
  }
}
