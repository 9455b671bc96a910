package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.chat.TurnEnd;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Converts a GGUF file of an architecture that Belay runs into a Hugging Face directory: weights
 * dequantised and in Hugging Face's order of rows, configuration, tokeniser and chat template
 * rebuilt from the metadata.
 */
public final class GgufImporter {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final GgufFile file;
  private final TensorMappings tensors;
  private final DecoderConfig config;
  private final GgufVocabulary vocabulary;

  private GgufImporter(
      GgufFile file, TensorMappings tensors, DecoderConfig config, GgufVocabulary vocabulary) {
    this.file = file;
    this.tensors = tensors;
    this.config = config;
    this.vocabulary = vocabulary;
  }

  /**
   * Imports a model; the directory appears whole or not at all.
   *
   * @param gguf the file
   * @param directory where to write; must not exist, or be empty
   * @param type F32 (the dequantised values exactly) or BF16 (rounded to nearest even)
   * @return what should be said of the file
   * @throws BadInputException if the file is damaged or of a kind that cannot be imported, or the
   *     directory holds something
   */
  public static List<String> importModel(Path gguf, Path directory, ElementType type)
      throws IOException {
    if (type != ElementType.F32 && type != ElementType.BF16) {
      throw new BadInputException("a model is imported as F32 or BF16, not as " + type);
    }
    refuseOccupied(directory);
    try (GgufFile file = GgufFile.open(gguf)) {
      DecoderConfig config = GgufConfigReader.read(file);
      GgufVocabulary vocabulary = GgufVocabulary.of(file.metadata(), config.vocabularySize());
      new GgufImporter(file, new TensorMappings(file, config), config, vocabulary)
          .writeWhole(directory.toAbsolutePath(), type);
      return GgufConfigReader.warnings(file);
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
    SpecialTokens special = new SpecialTokens(metadata, vocabulary);
    HuggingFaceFiles files = new HuggingFaceFiles(config, special);
    writeJson(to, "config.json", files.config(type));
    writeJson(to, "generation_config.json", files.generationConfig());
    writeJson(to, "tokenizer_config.json", files.tokenizerConfig());
    writeJson(to, "special_tokens_map.json", files.specialTokens());
    writeJson(to, "tokenizer.json", new TokenizerJson(vocabulary, special.id("bos")).build());
    Optional<String> template = metadata.optionalText("tokenizer.chat_template");
    if (template.isPresent()) {
      Files.writeString(to.resolve("chat_template.jinja"), template.get());
      addEndOfTurn(to, template.get(), special);
    }
    writeNamedTemplates(to, metadata);
  }

  /** Templates beside the default, such as the one for tools. */
  private static void writeNamedTemplates(Path to, GgufMetadata metadata) throws IOException {
    String names = "tokenizer.chat_templates";
    for (String name : metadata.has(names) ? metadata.texts(names) : List.<String>of()) {
      Optional<String> source = metadata.optionalText("tokenizer.chat_template." + name);
      // A name becomes a file's.
      if (source.isPresent() && name.matches("[A-Za-z0-9_-]{1,64}")) {
        Path folder = Files.createDirectories(to.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve(name + ".jinja"), source.get());
      }
    }
  }

  /** What the template ends a turn with ends a completion, though the metadata do not name it. */
  private void addEndOfTurn(Path to, String template, SpecialTokens special) throws IOException {
    Set<Integer> ends = new LinkedHashSet<>(special.ends());
    Map<String, String> texts = new LinkedHashMap<>();
    special
        .map()
        .properties()
        .forEach(token -> texts.put(token.getKey(), token.getValue().asText()));
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.open(to.resolve("tokenizer.json"), config.vocabularySize())) {
      TurnEnd end =
          TurnEnd.of(
              ChatTemplate.compile(template), texts, ChatTemplateKwargs.NONE, tokenizer, ends);
      if (end.token().isEmpty() || !ends.add(end.token().getAsInt())) {
        return;
      }
    } catch (BadInputException e) {
      return; // A template that cannot be read is said when the model is asked.
    }
    for (String name : List.of("config.json", "generation_config.json")) {
      ObjectNode file = (ObjectNode) JSON.readTree(to.resolve(name).toFile());
      SpecialTokens.addEnds(file, ends);
      writeJson(to, name, file);
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
              writer.add(
                  name, type, mapping.shape(), new WeightConversion(source, mapping)::convert);
            });
    return writer;
  }

  private static void writeJson(Path directory, String name, JsonNode content) throws IOException {
    JSON.writeValue(directory.resolve(name).toFile(), content);
  }
}
