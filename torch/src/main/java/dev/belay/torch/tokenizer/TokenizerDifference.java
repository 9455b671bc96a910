package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether two models give tokens the same numbers: what one writes the other may then read. */
public final class TokenizerDifference {

  /** The parts of a {@code tokenizer.json} that decide which number a text becomes. */
  private static final List<String> PARTS =
      List.of("added_tokens", "normalizer", "pre_tokenizer", "model");

  private TokenizerDifference() {}

  /**
   * What is different, as the end of a sentence; empty when nothing is. How the files are laid out
   * makes no difference.
   *
   * @throws BadInputException if one of the directories has no readable {@code tokenizer.json}
   */
  public static Optional<String> between(Path one, Path other) {
    JsonNode firstJson = tree(one);
    JsonNode secondJson = tree(other);
    int firstSize = firstJson.path("model").path("vocab").size();
    int secondSize = secondJson.path("model").path("vocab").size();
    if (firstSize != secondSize) {
      return Optional.of(
          "%d and %d entries in their vocabularies".formatted(firstSize, secondSize));
    }
    return PARTS.stream()
        .filter(part -> !firstJson.path(part).equals(secondJson.path(part)))
        .findFirst()
        .map("their %s differ"::formatted);
  }

  private static JsonNode tree(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          file + ": is missing or cannot be read, so it cannot be told which tokens it knows.");
    }
    return TokenizerFile.tree(file);
  }
}
