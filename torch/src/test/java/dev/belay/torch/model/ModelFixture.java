package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** A copy of a tiny model whose files a test bends. */
final class ModelFixture {

  static final ObjectMapper JSON = new ObjectMapper();

  final Path directory;

  ModelFixture(TinyModel model) {
    this.directory = model.directory();
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Replaces a whole file. */
  ModelFixture write(String name, String content) throws IOException {
    Files.writeString(file(name), content);
    return this;
  }

  ModelFixture delete(String name) throws IOException {
    Files.delete(file(name));
    return this;
  }

  /** Sets a key of a JSON file to a value given as JSON. */
  ModelFixture set(String name, String key, String json) throws IOException {
    return edit(name, root -> root.set(key, parse(json)));
  }

  ModelFixture edit(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(file(name).toFile());
    change.accept(root);
    JSON.writeValue(file(name).toFile(), root);
    return this;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Rewrites model.safetensors after a change to the tensors that it holds. */
  ModelFixture editWeights(Consumer<Map<String, Tensor>> change) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(file("model.safetensors"))) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      file.entries().keySet().forEach(name -> tensors.put(name, file.tensor(name)));
      change.accept(tensors);
      SafetensorsWriter writer = new SafetensorsWriter();
      tensors.forEach(writer::add);
      writer.write(file("model.safetensors"));
    }
    return this;
  }
}
