package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
          model.chatTemplate().isPresent(),
          Files.isRegularFile(model.textDirectory().resolve("tokenizer.json")),
          size(files),
          AdapterDirectory.is(directory) ? WeightsHash.of(directory) : WeightsHash.of(files));
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be read: " + e.getMessage(), e);
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
