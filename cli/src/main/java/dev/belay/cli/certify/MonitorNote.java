package dev.belay.cli.certify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.torch.model.WeightsHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run's monitor certified of its final weights.
 *
 * @param json the content of {@code certificate.json}
 */
record MonitorNote(JsonNode json) {

  /**
   * Of a run; empty where its monitor wrote nothing.
   *
   * @throws BadInputException if it cannot be read, or speaks of other weights than the run's
   */
  static Optional<MonitorNote> of(Path run) {
    Path file = run.resolve("certificate.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      if (!json.path("certified").isBoolean()) {
        throw new BadInputException(file + ": is no certificate of a monitor.");
      }
      requireOfTheseWeights(file, json, run.resolve("model"));
      return Optional.of(new MonitorNote(json));
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireOfTheseWeights(Path file, JsonNode json, Path model) {
    if (Files.isDirectory(model)
        && !WeightsHash.of(model).equals(json.path("trained_sha256").asText())) {
      throw new BadInputException(
          file
              + ": certifies other weights than those in "
              + model
              + ". Delete it, or train again into a new folder.");
    }
  }

  /** The certificate in its own words. */
  String text() {
    StringBuilder text = new StringBuilder("Monitor: sequential, distribution-free, ");
    text.append(json.path("certified").booleanValue() ? "certified" : "not certified");
    text.append(" at confidence ").append(json.path("confidence").asText()).append(".\n");
    text.append("  claim: ").append(json.path("claim").asText()).append('\n');
    text.append("  found: ").append(json.path("found").asText()).append('\n');
    json.path("assumes")
        .forEach(one -> text.append("  assumes: ").append(one.asText()).append('\n'));
    text.append("  weights: ").append(json.path("trained_sha256").asText()).append('\n');
    return text.toString();
  }
}
