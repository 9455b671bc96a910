package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Looks a model directory over. */
public final class ModelDirectory {

  private static final int BUFFER_BYTES = 1 << 20;

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
          Files.isRegularFile(directory.resolve("tokenizer.json")),
          size(files),
          sha256(files));
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

  private static String sha256(List<Path> files) throws IOException {
    if (files.size() == 1) {
      return sha256(files.getFirst());
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    MessageDigest digest = newDigest();
    digest.update(lines.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
