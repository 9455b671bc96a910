package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/** The safetensors files of a model directory: one, or the shards that an index names. */
final class WeightFiles implements AutoCloseable {

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final String OWN_HEAD = "lm_head.weight";
  private static final int MAX_ISSUES = 20;

  private final Path directory;
  private final Map<String, SafetensorsFile> files = new TreeMap<>();
  private final Map<String, SafetensorsFile> byTensor = new LinkedHashMap<>();

  private WeightFiles(Path directory) {
    this.directory = directory;
  }

  /** Opens the files and checks that they are whole; not yet that they fit an architecture. */
  static WeightFiles open(Path directory) {
    WeightFiles weights = new WeightFiles(directory);
    try {
      if (Files.isRegularFile(directory.resolve(SINGLE))) {
        SafetensorsFile file = weights.shard(SINGLE);
        file.entries().keySet().forEach(name -> weights.byTensor.put(name, file));
      } else if (Files.isRegularFile(directory.resolve(INDEX))) {
        weights.openShards(JsonSettings.read(directory.resolve(INDEX)));
      } else {
        throw new BadInputException(
            "%s: has neither %s nor %s; weights are read from safetensors only."
                .formatted(directory, SINGLE, INDEX));
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** Whether every shard that an index names is there; without one, the single file. */
  static boolean areThere(Path directory) {
    if (Files.isRegularFile(directory.resolve(SINGLE))) {
      return true;
    }
    return JsonSettings.readIfPresent(directory.resolve(INDEX)).stream()
        .flatMap(index -> index.get("weight_map").valueStream())
        .allMatch(shard -> Files.isRegularFile(directory.resolve(shard.asText())));
  }

  private SafetensorsFile shard(String name) {
    return files.computeIfAbsent(name, key -> SafetensorsFile.open(directory.resolve(key)));
  }

  private void openShards(JsonSettings index) {
    JsonNode map = index.get("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new BadInputException(
          index.file() + ": weight_map is missing; it must name the shard of every tensor.");
    }
    List<String> issues = new ArrayList<>();
    for (var item : map.properties()) {
      String name = item.getValue().asText();
      // An index is untrusted: a shard lies beside it, nowhere else.
      if (!name.matches("[A-Za-z0-9._-]+\\.safetensors")) {
        issues.add(
            ("%s: weight_map names %s for tensor %s; a shard is a .safetensors file beside"
                    + " the index.")
                .formatted(index.file(), item.getValue(), item.getKey()));
        continue;
      }
      SafetensorsFile file = shard(name);
      if (file.entry(item.getKey()).isEmpty()) {
        issues.add(
            "%s: has no tensor %s, though %s says so."
                .formatted(file.path(), item.getKey(), index.file().getFileName()));
      }
      byTensor.put(item.getKey(), file);
    }
    throwIfAny(issues);
  }

  /**
   * Checks that every weight of the architecture is there, in its shape and in a type that can be
   * computed with, and that no weight is there that the architecture would leave unused.
   */
  void check(DecoderConfig config) {
    check(config, WeightShape.all(config));
  }

  /**
   * The same for a model of these weights.
   *
   * @param shapes every weight of the architecture
   */
  void check(DecoderConfig config, List<WeightShape> shapes) {
    List<String> issues = new ArrayList<>();
    Set<String> expected = new HashSet<>();
    for (WeightShape weight : shapes) {
      expected.add(weight.name());
      SafetensorsFile file = byTensor.get(weight.name());
      if (file == null) {
        issues.add(
            "%s: tensor %s is missing; config.json asks for shape %s."
                .formatted(place(), weight.name(), weight.shape()));
        continue;
      }
      TensorEntry entry = file.entry(weight.name()).orElseThrow();
      if (!entry.shape().equals(weight.shape())) {
        issues.add(
            "%s: tensor %s is of shape %s; config.json asks for %s."
                .formatted(file.path(), weight.name(), entry.shape(), weight.shape()));
      } else if (!entry.type().isModelWeight()) {
        issues.add(
            "%s: tensor %s is of type %s; weights are F32, F16 or BF16."
                .formatted(file.path(), weight.name(), entry.type()));
      }
    }
    byTensor.keySet().stream()
        .filter(name -> !expected.contains(name) && !harmless(name, config))
        .forEach(
            name ->
                issues.add(
                    "%s: tensor %s has no place in a %s model of this config.json."
                        .formatted(place(), name, config.family().modelType())));
    if (headContradictsTie(config)) {
      issues.add(
          "%s: tensor lm_head.weight differs from the embedding, yet config.json ties them."
              .formatted(place()));
    }
    throwIfAny(issues);
  }

  private boolean headContradictsTie(DecoderConfig config) {
    String embedding = config.headWeightName();
    if (!config.tiedEmbeddings()
        || !byTensor.containsKey(OWN_HEAD)
        || !byTensor.containsKey(embedding)) {
      return false;
    }
    return type(OWN_HEAD) != type(embedding) || !tensor(OWN_HEAD).equal(tensor(embedding));
  }

  /** Old checkpoints store the rotary frequencies, and tied ones the head a second time. */
  private static boolean harmless(String name, DecoderConfig config) {
    return name.endsWith(".rotary_emb.inv_freq")
        || (config.tiedEmbeddings() && name.equals(OWN_HEAD));
  }

  private Path place() {
    return files.size() == 1 ? files.values().iterator().next().path() : directory.resolve(INDEX);
  }

  private static void throwIfAny(List<String> issues) {
    if (issues.size() > MAX_ISSUES) {
      int more = issues.size() - MAX_ISSUES;
      issues.subList(MAX_ISSUES, issues.size()).clear();
      issues.add("… and " + more + " more.");
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /** The files, sorted by name. */
  Collection<SafetensorsFile> files() {
    return files.values();
  }

  ElementType type(String name) {
    return file(name).entry(name).orElseThrow().type();
  }

  Tensor tensor(String name) {
    return file(name).tensor(name);
  }

  private SafetensorsFile file(String name) {
    SafetensorsFile file = byTensor.get(name);
    if (file == null) {
      throw new IllegalArgumentException(directory + " has no tensor " + name);
    }
    return file;
  }

  @Override
  public void close() {
    files.values().forEach(SafetensorsFile::close);
  }
}
