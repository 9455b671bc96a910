package dev.belay.core.recipe;

import java.util.Optional;

/**
 * Which model, and how it is run.
 *
 * @param name a name from the catalog or the cache, a directory, a {@code .gguf}, or a hub id
 * @param dtype arithmetic of rollouts and training; master weights are fp32 either way
 * @param systemPrompt content of the system message before every prompt; the empty text keeps a
 *     template from adding its own, absence leaves it to the template
 */
public record ModelSpec(String name, Dtype dtype, Optional<String> systemPrompt) {

  /** The type that GEMMs run in. */
  public enum Dtype {
    FLOAT32,
    BFLOAT16
  }
}
