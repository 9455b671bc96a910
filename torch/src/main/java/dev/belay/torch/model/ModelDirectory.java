package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks a model directory over. */
public final class ModelDirectory {

  private ModelDirectory() {}

  /**
   * Checks a model directory as {@link LanguageModel#open} does and says what it holds. Every byte
   * of the weights is read, for the checksum.
   *
   * @throws BadInputException if it is not a model that can be run
   */
  public static ModelDescription describe(Path directory) {
    try (LanguageModel model = LanguageModel.open(directory)) {
      List<Path> files = model.weightFiles();
      return new ModelDescription(
          model.config().family().modelType(),
          model.config(),
          WeightShape.parameters(model.config()),
          model.weightTypes(),
          model.eosTokenIds(),
          !model.chatTemplates().sources().isEmpty(),
          Files.isRegularFile(model.textDirectory().resolve("tokenizer.json")),
          size(files),
          AdapterDirectory.is(directory) ? WeightsHash.of(directory) : WeightsHash.of(files));
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Checks {@code config.json}, which says whether the model can be run; needs no weights.
   *
   * @throws BadInputException if it cannot
   */
  public static void requireSupported(Path directory) {
    Path config = directory.resolve("config.json");
    if (DecoderConfigReader.isClassifier(config)) {
      DecoderConfigReader.readClassifier(config);
    } else {
      DecoderConfigReader.read(config);
    }
  }

  /**
   * Opens a model, or reward model, with all its files.
   *
   * @throws BadInputException if it cannot be opened
   */
  public static void requireOpens(Path directory) {
    if (DecoderConfigReader.isClassifier(directory.resolve("config.json"))) {
      RewardModel.open(directory).close();
      return;
    }
    try (LanguageModel model = LanguageModel.open(directory)) {
      model.tokenizer();
    }
  }

  /**
   * What is odd about a model's tokenizer and chat template together, in words; most often nothing.
   *
   * @throws BadInputException if it cannot be opened
   */
  public static List<String> warnings(Path directory) {
    if (DecoderConfigReader.isClassifier(
        AdapterDirectory.withConfig(directory).resolve("config.json"))) {
      return List.of();
    }
    try (LanguageModel model = LanguageModel.open(directory)) {
      return model.warnings();
    }
  }

  /** Whether the files are there that the index of a model's shards names, if it has one. */
  public static boolean hasAllWeights(Path directory) {
    return WeightFiles.areThere(directory);
  }

  /** Copies the chat templates that stand in a folder of their own beside the default. */
  public static void copyNamedTemplates(Path from, Path to) throws IOException {
    Path templates = from.resolve(ModelTexts.NAMED_TEMPLATES);
    if (!Files.isDirectory(templates)) {
      return;
    }
    Path copies = Files.createDirectories(to.resolve(ModelTexts.NAMED_TEMPLATES));
    try (Stream<Path> files = Files.list(templates)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copies.resolve(String.valueOf(file.getFileName())));
      }
    }
  }

  private static long size(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
