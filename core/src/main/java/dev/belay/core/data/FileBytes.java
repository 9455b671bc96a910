package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reads whole data files: unpacks gzip whatever the name says, and insists on UTF-8. */
final class FileBytes {

  /** More than any dataset of text has, and few enough for one array. */
  private static final int MAX_BYTES = 1 << 30;

  private FileBytes() {}

  /** The file's bytes, unpacked, without a byte order mark. */
  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          Files.isDirectory(file)
              ? file + ": is a folder; name a data file in it."
              : file + ": there is no such file.");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw tooLarge(file);
      }
      byte[] bytes = Files.readAllBytes(file);
      return withoutMark(isGzip(bytes) ? unpack(file, bytes) : bytes);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  private static byte[] unpack(Path file, byte[] packed) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw tooLarge(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new BadInputException(
          "%s: the gzip data are broken (%s); fetch the file again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static BadInputException tooLarge(Path file) {
    return new BadInputException(
        "%s: holds more than %d MiB; split it.".formatted(file, MAX_BYTES >> 20));
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && (bytes[0] & 0xff) == 0xef
            && (bytes[1] & 0xff) == 0xbb
            && (bytes[2] & 0xff) == 0xbf;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  /**
   * Decodes part of a file.
   *
   * @param firstLine the line that {@code offset} is on
   * @throws BadInputException naming the line whose bytes are not UTF-8
   */
  static String decode(Path file, byte[] bytes, int offset, int length, long firstLine) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      long line = firstLine;
      for (int i = offset; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new BadInputException(
          "%s:%d: has bytes that are not UTF-8; save the file as UTF-8.".formatted(file, line),
          new CharacterCodingException());
    }
    return out.flip().toString();
  }
}
