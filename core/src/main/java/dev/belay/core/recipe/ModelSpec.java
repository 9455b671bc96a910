package dev.belay.core.recipe;

import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import java.util.Optional;

/**
 * Which model, and how it is run.
 *
 * @param name a name from the catalog or the cache, a directory, a {@code .gguf}, or a hub id
 * @param dtype arithmetic of rollouts and training; master weights are fp32 either way
 * @param systemPrompt content of the system message before every prompt; the empty text keeps a
 *     template from adding its own, absence leaves it to the template
 * @param template which chat template, with which variables, at what time
 */
public record ModelSpec(
    String name, Dtype dtype, Optional<String> systemPrompt, TemplateSettings template) {

  /** A model whose template is used as it is. */
  public ModelSpec(String name, Dtype dtype, Optional<String> systemPrompt) {
    this(name, dtype, systemPrompt, TemplateSettings.PLAIN);
  }

  /** The same, its template at a time that was kept unless one is set. */
  public ModelSpec at(Optional<TemplateTime> kept) {
    return new ModelSpec(name, dtype, systemPrompt, template.at(kept));
  }

  /** The type that GEMMs run in. */
  public enum Dtype {
    FLOAT32,
    BFLOAT16
  }
}
