package dev.belay.torch.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code provenance.json} of a model in the store. A directory without it is not finished. */
final class ModelProvenance {

  static final String FILE = "provenance.json";

  /** The file that makes a directory a model. */
  static final String CONFIG = "config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelProvenance() {}

  static boolean isThere(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  static void write(Path directory, Map<String, Object> entries) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries);
      AtomicFiles.write(directory.resolve(FILE), text + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance holds something JSON cannot: " + entries, e);
    }
  }

  /** What the file says; empty if there is none or it is broken: nothing depends on it. */
  static Map<String, Object> read(Path directory) {
    try {
      Map<String, Object> entries =
          JSON.readValue(directory.resolve(FILE).toFile(), new TypeReference<>() {});
      entries.values().removeIf(value -> value == null);
      return new LinkedHashMap<>(entries);
    } catch (IOException e) {
      return Map.of();
    }
  }
}
