package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model in a Hugging Face directory: shape, memory-mapped weights, tokenizer, chat template.
 * Opening it checks everything but reads no weight; safe to share between threads.
 */
public final class LanguageModel implements WeightSource, AutoCloseable {

  private final Path directory;
  private final DecoderConfig config;
  private final WeightFiles weights;
  private final Map<String, String> specialTokens;
  private final Optional<String> chatTemplate;
  private final SequencedSet<Integer> eosTokenIds;
  private @Nullable HuggingFaceTokenizer tokenizer;

  private LanguageModel(Path directory, DecoderConfig config, WeightFiles weights) {
    this.directory = directory;
    this.config = config;
    this.weights = weights;
    ModelTexts texts = new ModelTexts(directory);
    this.specialTokens = texts.specialTokens();
    this.chatTemplate = texts.chatTemplate();
    this.eosTokenIds = texts.eosTokenIds(config.vocabularySize());
  }

  /**
   * Opens a directory with {@code config.json} and {@code model.safetensors} or its shards. The
   * tokenizer is read when first asked for.
   *
   * @throws BadInputException if it is not a directory, a file is missing or broken, the
   *     architecture is not supported, or the weights do not fit it
   */
  public static LanguageModel open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BadInputException(
          "%s: %s. A model is a directory with config.json, model.safetensors and tokenizer.json."
              .formatted(
                  directory, Files.exists(directory) ? "is not a directory" : "no such directory"));
    }
    DecoderConfig config = DecoderConfigReader.read(directory.resolve("config.json"));
    WeightFiles weights = WeightFiles.open(directory);
    try {
      weights.check(config);
      return new LanguageModel(directory, config, weights);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** Where the model was opened. */
  public Path directory() {
    return directory;
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  /** {@inheritDoc} The memory is a file's, mapped read-only: writing to it ends the process. */
  @Override
  public Tensor weight(String name) {
    return weights.tensor(name);
  }

  @Override
  public boolean isFixed() {
    return true;
  }

  /**
   * The model's tokenizer, read when first asked for; closed with the model.
   *
   * @throws BadInputException if {@code tokenizer.json} is missing or cannot be read
   */
  public synchronized HuggingFaceTokenizer tokenizer() {
    if (tokenizer == null) {
      tokenizer =
          HuggingFaceTokenizer.open(directory.resolve("tokenizer.json"), config.vocabularySize());
    }
    return tokenizer;
  }

  /** The Jinja template that turns messages into a prompt; empty when the model has none. */
  public Optional<String> chatTemplate() {
    return chatTemplate;
  }

  /** Ids that end a completion: those of {@code generation_config.json} first. May be empty. */
  public SequencedSet<Integer> eosTokenIds() {
    return eosTokenIds;
  }

  /** Special tokens as text, by their keys in the tokenizer's files: {@code bos_token}… */
  public Map<String, String> specialTokens() {
    return specialTokens;
  }

  /** The files that hold the weights, in order of name. */
  public List<Path> weightFiles() {
    return weights.files().stream().map(SafetensorsFile::path).toList();
  }

  /** Types that the model's weights are stored in, most often one. */
  public List<ElementType> weightTypes() {
    return WeightShape.all(config).stream()
        .map(weight -> weights.type(weight.name()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Frees the weights and the tokenizer; tensors handed out must not be used afterwards. */
  @Override
  public synchronized void close() {
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
    weights.close();
  }
}
