package dev.belay.core.recipe;

import dev.belay.core.chat.ChatTemplateKwargs;
import java.util.Optional;

/**
 * Which model, and how it is run.
 *
 * @param name a name from the catalog or the cache, a directory, a {@code .gguf}, or a hub id
 * @param dtype arithmetic of rollouts and training; master weights are fp32 either way
 * @param systemPrompt content of the system message before every prompt; the empty text keeps a
 *     template from adding its own, absence leaves it to the template
 * @param chatTemplateKwargs further variables of the chat template, such as {@code enable_thinking}
 */
public record ModelSpec(
    String name,
    Dtype dtype,
    Optional<String> systemPrompt,
    ChatTemplateKwargs chatTemplateKwargs) {

  /** A model whose template gets no further variables. */
  public ModelSpec(String name, Dtype dtype, Optional<String> systemPrompt) {
    this(name, dtype, systemPrompt, ChatTemplateKwargs.NONE);
  }

  /** The type that GEMMs run in. */
  public enum Dtype {
    FLOAT32,
    BFLOAT16
  }
}
