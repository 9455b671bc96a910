package dev.belay.core.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The form that a completion must have before its verifier is asked; one without it earns nothing.
 *
 * @param reasoning whether it must have a reasoning trace
 * @param tags the elements that it consists of; empty asks for none
 * @param pattern what it must match as a whole
 * @param jsonSchema the schema of the JSON that it must be
 */
public record GateSpec(
    boolean reasoning, List<String> tags, Optional<String> pattern, Optional<JsonNode> jsonSchema) {

  /** No gate. */
  public static final GateSpec NONE =
      new GateSpec(false, List.of(), Optional.empty(), Optional.empty());

  public GateSpec {
    tags = List.copyOf(tags);
  }

  /** Whether every completion passes. */
  public boolean isOpen() {
    return !reasoning && tags.isEmpty() && pattern.isEmpty() && jsonSchema.isEmpty();
  }
}
