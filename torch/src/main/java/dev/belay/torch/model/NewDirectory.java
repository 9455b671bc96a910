package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A directory that appears whole or not at all: it is written under a temporary name beside the
 * target and moved.
 */
final class NewDirectory {

  /** Files about text, copied as they are where the source has them. */
  private static final List<String> TEXT_FILES =
      List.of(
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja");

  /** For file systems' own needs and the small files. */
  private static final long SPARE_BYTES = 16L << 20;

  private NewDirectory() {}

  /** Writes files. */
  @FunctionalInterface
  interface Body {
    /** Writes them into an empty directory. */
    void writeInto(Path directory) throws IOException;
  }

  /**
   * Writes a directory.
   *
   * @param target must not exist; missing parents are made
   * @param bytes of the large files
   * @throws BadInputException if the target exists, or the disk is too small or cannot be written
   */
  static void write(Path target, long bytes, Body body) {
    Path whole = target.toAbsolutePath().normalize();
    if (Files.exists(whole)) {
      throw new BadInputException(
          target + ": exists already. Name a new directory, or remove this one first.");
    }
    Path partial = AtomicFiles.temporaryFor(whole);
    try {
      AtomicFiles.deleteTree(partial); // What a killed process may have left.
      Files.createDirectories(partial);
      try {
        checkSpace(partial, target, bytes + SPARE_BYTES);
        body.writeInto(partial);
        Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        AtomicFiles.deleteTree(partial);
      }
    } catch (IOException e) {
      throw new BadInputException(target + ": cannot be written: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new BadInputException(target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void checkSpace(Path partial, Path target, long needed) throws IOException {
    long free = Files.getFileStore(partial).getUsableSpace();
    if (free < needed) {
      throw new BadInputException(
          "%s: needs %s, but its disk has only %s free."
              .formatted(target, ByteCount.text(needed), ByteCount.text(free)));
    }
  }

  /** Copies tokenizer, template and generation settings of a model's directory, over others. */
  static void copyTexts(Path source, Path directory) throws IOException {
    for (String name : TEXT_FILES) {
      if (Files.isRegularFile(source.resolve(name))) {
        Files.copy(
            source.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    ModelDirectory.copyNamedTemplates(source, directory);
  }
}
