package dev.belay.torch.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.model.AdapterDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code provenance.json} of a model in the store. A directory without it is not finished. */
final class ModelProvenance {

  static final String FILE = "provenance.json";

  /** The file that makes a directory a model. */
  private static final String CONFIG = "config.json";

  private ModelProvenance() {}

  /** Whether a directory holds a model, or an adapter of one. */
  static boolean isModel(Path directory) {
    return Files.isRegularFile(directory.resolve(CONFIG)) || AdapterDirectory.is(directory);
  }

  static boolean isThere(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  static void write(Path directory, Map<String, Object> entries) {
    AtomicFiles.write(directory.resolve(FILE), Json.pretty(entries) + "\n");
  }

  /** What the file says; empty if there is none or it is broken: nothing depends on it. */
  static Map<String, Object> read(Path directory) {
    try {
      Map<String, Object> entries =
          Json.MAPPER.readValue(directory.resolve(FILE).toFile(), new TypeReference<>() {});
      entries.values().removeIf(value -> value == null);
      return new LinkedHashMap<>(entries);
    } catch (IOException e) {
      return Map.of();
    }
  }
}
