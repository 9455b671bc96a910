package dev.belay.torch.catalog;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model on this machine.
 *
 * @param name the name that finds it
 * @param kind how it came here
 * @param directory where it is
 * @param bytes size of its files
 * @param provenance what {@code provenance.json} says; empty without one
 */
public record StoredModel(
    String name, Kind kind, Path directory, long bytes, Map<String, Object> provenance) {

  /** How a model came to this machine. */
  public enum Kind {
    /** Pulled from the catalog. */
    CATALOG,
    /** Made by Belay. */
    MADE,
    /** Downloaded from the hub. */
    HUB,
    /** Imported from a GGUF file. */
    IMPORTED
  }

  public StoredModel {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }
}
