package dev.belay.torch.model;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model as a Hugging Face directory that {@code transformers} loads: {@code config.json},
 * safetensors, and the tokenizer's and template's files of the model that it came from. Weights
 * with a scalar head become a sequence-classification model with one label.
 *
 * <p>The directory appears whole or not at all.
 */
public final class ModelWriter {

  /** Weights beyond this are split into shards. */
  public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final WeightSource weights;
  private final ElementType type;
  private @Nullable Path source;
  private @Nullable Path texts;
  private long shardBytes = DEFAULT_SHARD_BYTES;
  private final SortedMap<String, String> notes = new TreeMap<>();

  /**
   * Prepares to write.
   *
   * @param weights what to write; read when {@link #write} runs
   * @param type F32, or BF16 or F16 (rounded to nearest even)
   */
  public ModelWriter(WeightSource weights, ElementType type) {
    if (!type.isModelWeight()) {
      throw new IllegalArgumentException("weights are written as F32, F16 or BF16, not " + type);
    }
    this.weights = weights;
    this.type = type;
  }

  /**
   * Copies the tokenizer, template and generation files of this model directory, and keeps what its
   * {@code config.json} says beyond the shape, such as the ids of special tokens.
   */
  public ModelWriter source(Path modelDirectory) {
    this.source = modelDirectory;
    return this;
  }

  /** Takes the files about text that are in this directory from there, over the source's. */
  public ModelWriter texts(Path directory) {
    this.texts = directory;
    return this;
  }

  /** Splits the weights so that no file has more bytes of tensors, unless one tensor alone has. */
  public ModelWriter shardBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a shard holds at least one byte, not " + bytes);
    }
    this.shardBytes = bytes;
    return this;
  }

  /** Adds a file of text beside the model, such as {@code provenance.json}. */
  public ModelWriter with(String name, String content) {
    notes.put(name, content);
    return this;
  }

  /**
   * Writes the directory.
   *
   * @param target must not exist; missing parents are made
   * @throws dev.belay.core.error.BadInputException if the target exists, the source is no model
   *     directory, or the disk is too small or cannot be written
   */
  public void write(Path target) {
    Optional<ObjectNode> sourceConfig =
        Optional.ofNullable(source)
            .map(AdapterDirectory::withConfig)
            .map(directory -> JsonSettings.read(directory.resolve("config.json")).root());
    NewDirectory.write(
        target,
        WeightShape.parameters(weights.config()) * (type.bits() / 8),
        directory -> writeInto(directory, sourceConfig));
  }

  private void writeInto(Path directory, Optional<ObjectNode> sourceConfig) throws IOException {
    ObjectNode config = DecoderConfigJson.of(weights.config(), type, sourceConfig);
    if (weights instanceof ScalarWeights) {
      ClassifierConfigJson.change(config, weights.config(), Optional.ofNullable(source));
    }
    AtomicFiles.write(directory.resolve("config.json"), pretty(config));
    if (source != null) {
      NewDirectory.copyTexts(source, directory);
    }
    if (texts != null) {
      NewDirectory.copyTexts(texts, directory);
    }
    notes.forEach((name, content) -> AtomicFiles.write(directory.resolve(name), content));
    List<List<WeightShape>> shards = shards();
    if (shards.size() == 1) {
      writeShard(directory.resolve(WeightFiles.SINGLE), shards.getFirst());
      return;
    }
    SortedMap<String, String> shardOfTensor = new TreeMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
      writeShard(directory.resolve(name), shards.get(i));
      shards.get(i).forEach(weight -> shardOfTensor.put(weight.name(), name));
    }
    writeIndex(directory, shardOfTensor);
  }

  private List<List<WeightShape>> shards() {
    List<List<WeightShape>> shards = new ArrayList<>(List.of(new ArrayList<>()));
    long filled = 0;
    for (WeightShape weight : shapes()) {
      long bytes = bytes(weight);
      if (filled > 0 && filled + bytes > shardBytes) {
        shards.add(new ArrayList<>());
        filled = 0;
      }
      shards.getLast().add(weight);
      filled += bytes;
    }
    return shards;
  }

  private List<WeightShape> shapes() {
    List<WeightShape> shapes = new ArrayList<>(WeightShape.all(weights.config()));
    if (weights instanceof ScalarWeights) {
      shapes.add(RewardModel.shape(weights.config()));
    }
    return shapes;
  }

  private long bytes(WeightShape weight) {
    return weight.elements() * type.bits() / 8;
  }

  private void writeShard(Path file, List<WeightShape> shard) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (WeightShape weight : shard) {
      writer.add(weight.name(), type, weight.shape(), () -> weights.weight(weight.name()));
    }
    writer.write(file);
  }

  private void writeIndex(Path directory, SortedMap<String, String> shardOfTensor)
      throws IOException {
    ObjectNode index = JSON.createObjectNode();
    long parameters = shapes().stream().mapToLong(WeightShape::elements).sum();
    index
        .putObject("metadata")
        .put("total_parameters", parameters)
        .put("total_size", parameters * type.bits() / 8);
    ObjectNode map = index.putObject("weight_map");
    shardOfTensor.forEach(map::put);
    AtomicFiles.write(directory.resolve(WeightFiles.INDEX), pretty(index));
  }

  private static String pretty(ObjectNode node) throws IOException {
    return JSON.writeValueAsString(node) + "\n";
  }
}
