package dev.belay.report.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What something was made of, and how to make it again.
 *
 * @param folder as it was named
 * @param facts of its provenance, in words, in the order of printing
 * @param recipe the resolved recipe; empty without one
 * @param commands that make it again
 */
public record Origin(
    String folder, Map<String, String> facts, Optional<String> recipe, List<String> commands) {

  public Origin {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    commands = List.copyOf(commands);
  }
}
