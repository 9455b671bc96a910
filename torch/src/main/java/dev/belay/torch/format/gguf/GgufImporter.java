package dev.belay.torch.format.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.tensor.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Converts a GGUF file of architecture llama into a Hugging Face directory: weights dequantised and
 * in Hugging Face's order of rows, configuration, tokeniser and chat template rebuilt from the
 * metadata.
 */
public final class GgufImporter {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final GgufFile file;
  private final LlamaTensors tensors;
  private final LlamaShape shape;
  private final GgufVocabulary vocabulary;

  private GgufImporter(
      GgufFile file, LlamaTensors tensors, LlamaShape shape, GgufVocabulary vocabulary) {
    this.file = file;
    this.tensors = tensors;
    this.shape = shape;
    this.vocabulary = vocabulary;
  }

  /**
   * Imports a model; the directory appears whole or not at all.
   *
   * @param gguf the file
   * @param directory where to write; must not exist, or be empty
   * @param type F32 (the dequantised values exactly) or BF16 (rounded to nearest even)
   * @throws BadInputException if the file is damaged or of a kind that cannot be imported, or the
   *     directory holds something
   */
  public static void importModel(Path gguf, Path directory, ElementType type) throws IOException {
    if (type != ElementType.F32 && type != ElementType.BF16) {
      throw new BadInputException("a model is imported as F32 or BF16, not as " + type);
    }
    refuseOccupied(directory);
    try (GgufFile file = GgufFile.open(gguf)) {
      LlamaShape shape = LlamaShape.of(file);
      GgufVocabulary vocabulary = GgufVocabulary.of(file.metadata(), shape.vocabularySize());
      new GgufImporter(file, new LlamaTensors(file, shape), shape, vocabulary)
          .writeWhole(directory.toAbsolutePath(), type);
    }
  }

  private void writeWhole(Path directory, ElementType type) throws IOException {
    SafetensorsWriter weights = weights(type); // Checks every tensor before anything is written.
    Files.createDirectories(directory);
    Path staging =
        directory.resolveSibling("." + directory.getFileName() + "." + UUID.randomUUID());
    Files.createDirectory(staging);
    try {
      writeSmallFiles(staging, type);
      weights.write(staging.resolve("model.safetensors"));
      Files.move(staging, directory, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      AtomicFiles.deleteTree(staging);
    }
  }

  private void writeSmallFiles(Path to, ElementType type) throws IOException {
    GgufMetadata metadata = file.metadata();
    HuggingFaceFiles files = new HuggingFaceFiles(metadata, shape, vocabulary);
    writeJson(to, "config.json", files.config(tensors.tiedEmbeddings(), type));
    writeJson(to, "generation_config.json", files.generationConfig());
    writeJson(to, "tokenizer_config.json", files.tokenizerConfig());
    writeJson(to, "special_tokens_map.json", files.specialTokens());
    writeJson(to, "tokenizer.json", new TokenizerJson(vocabulary, files.id("bos")).build());
    Optional<String> template = metadata.optionalText("tokenizer.chat_template");
    if (template.isPresent()) {
      Files.writeString(to.resolve("chat_template.jinja"), template.get());
    }
  }

  private static void refuseOccupied(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new BadInputException(directory + ": is a file; name a new directory");
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        if (entries.findAny().isPresent()) {
          throw new BadInputException(directory + ": is not empty; name a new directory");
        }
      }
    }
  }

  private SafetensorsWriter weights(ElementType type) {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors
        .mappings()
        .forEach(
            (name, mapping) -> {
              GgufTensor source = file.tensor(mapping.source()).orElseThrow();
              writer.add(name, type, mapping.shape(), () -> dequantise(source, mapping));
            });
    return writer;
  }

  /** One tensor in fp32, shape {@code [rows, columns]} or {@code [columns]}. */
  private static Tensor dequantise(GgufTensor source, LlamaTensors.Mapping mapping) {
    Tensor tensor = torch.empty(mapping.shape().stream().mapToLong(Long::longValue).toArray());
    int columns = Math.toIntExact(source.columns());
    Dequantizer dequantizer = new Dequantizer(source);
    float[] row = new float[columns];
    long address = NativeMemory.address(tensor);
    for (long i = 0; i < source.rows(); i++) {
      dequantizer.readRow(mapping.sourceRow(i), row);
      MemorySegment.copy(
          row,
          0,
          NativeMemory.ALL,
          ValueLayout.JAVA_FLOAT,
          address + i * columns * Float.BYTES,
          columns);
    }
    return tensor;
  }

  private static void writeJson(Path directory, String name, JsonNode content) throws IOException {
    JSON.writeValue(directory.resolve(name).toFile(), content);
  }
}
