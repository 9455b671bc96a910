package dev.belay.torch.catalog;

import dev.belay.core.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A checksum of a file's content.
 *
 * @param algorithm how it is computed
 * @param hex lower-case hexadecimal digits
 */
record Checksum(Algorithm algorithm, String hex) {

  /** The two kinds that the hub gives: large files by SHA-256, small ones as git names blobs. */
  enum Algorithm {
    SHA256("SHA-256", 64),
    /** SHA-1 of the word blob, the length, a zero byte and the content. */
    GIT_BLOB("SHA-1", 40);

    private final String jdkName;
    private final int digits;

    Algorithm(String jdkName, int digits) {
      this.jdkName = jdkName;
      this.digits = digits;
    }
  }

  /** The checksum that an ETag is, if it has the form of one. */
  static Optional<Checksum> ofEtag(String etag) {
    String value = etag.strip();
    if (value.startsWith("W/")) {
      value = value.substring(2);
    }
    return ofHex(value.replace("\"", ""));
  }

  /** The checksum with these digits, told by their number. */
  static Optional<Checksum> ofHex(String digits) {
    String hex = digits.toLowerCase(Locale.ROOT);
    for (Algorithm algorithm : Algorithm.values()) {
      if (hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
        return Optional.of(new Checksum(algorithm, hex));
      }
    }
    return Optional.empty();
  }

  /** Computes a file's checksum. */
  static Checksum of(Algorithm algorithm, Path file) throws IOException {
    MessageDigest digest = digest(algorithm);
    if (algorithm == Algorithm.GIT_BLOB) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
    }
    Sha256.update(digest, file);
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether a file's content has this checksum. */
  boolean matches(Path file) throws IOException {
    return of(algorithm, file).equals(this);
  }

  private static MessageDigest digest(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm.jdkName, e);
    }
  }
}
