package dev.belay.session.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belay.core.json.Json;
import dev.belay.core.openai.ServedModel;
import dev.belay.core.run.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The folder of an evaluation of a served model, which may go on with other replicas than those
 * that began it.
 */
final class ServedFolder {
  private static final String EARLIER = "earlier_replicas";

  private final Path folder;
  private final JsonNode before;

  ServedFolder(Path folder) {
    this.folder = folder;
    this.before = read(provenance());
  }

  private Path provenance() {
    return folder.resolve("provenance.json");
  }

  private Path manifest() {
    return folder.resolve("evaluation.json");
  }

  /** What the model is called here: as the evaluation was begun, if it is the same. */
  String identity(ServedModel model) {
    String begun = read(manifest()).path("model").asText("");
    return begun.isEmpty() ? model.identity() : model.identity(begun, before);
  }

  /**
   * Keeps what the servers are, and what becomes of them.
   *
   * @param about what else provenance says
   */
  void write(ServedModel model, Provenance about) {
    Map<String, Object> server = new LinkedHashMap<>(model.provenance());
    Set<JsonNode> earlier = new LinkedHashSet<>();
    before.path("server").path(EARLIER).forEach(earlier::add);
    before.path("server").path("replicas").forEach(earlier::add);
    if (!earlier.isEmpty()) {
      server.put(EARLIER, earlier);
    }
    about.put("server", server).write(provenance());
  }

  private static JsonNode read(Path file) {
    try {
      return Files.exists(file)
          ? Json.MAPPER.readTree(Files.readString(file))
          : JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      return JsonNodeFactory.instance.objectNode(); // Whoever needs it says what is wrong with it.
    }
  }
}
