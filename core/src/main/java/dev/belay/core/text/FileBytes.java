package dev.belay.core.text;

import dev.belay.core.error.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads whole data files: unpacks gzip whatever the name says, and insists on UTF-8, into which
 * UTF-16 with a byte order mark is turned.
 */
public final class FileBytes {

  /**
   * More than any dataset of text has, few enough for one array, and so few that the memory holds
   * them while they are unpacked, twice for a moment, and then read.
   */
  private static final int MAX_BYTES =
      (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 6);

  private FileBytes() {}

  /**
   * The file's bytes, unpacked, in UTF-8, without a byte order mark.
   *
   * @throws BadInputException when it cannot be read, is broken, or is too large
   */
  public static byte[] read(Path file) {
    return read(file, MAX_BYTES);
  }

  static byte[] read(Path file, int most) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "cannot be read: there is no such file.");
    }
    try {
      if (Files.size(file) > most) {
        throw tooLarge(file, most);
      }
      byte[] bytes = Files.readAllBytes(file);
      return utf8(file, isGzip(bytes) ? unpack(file, bytes, most) : bytes);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  private static byte[] unpack(Path file, byte[] packed, int most) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw tooLarge(file, most);
      }
      return bytes;
    } catch (IOException e) {
      throw new BadInputException(
          "%s: the gzip data are broken (%s); fetch the file again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static BadInputException tooLarge(Path file, int most) {
    return new BadInputException(
        "%s: holds more than %d MiB; split it, or give more memory: BELAY_HEAP=4g."
            .formatted(file, most >> 20));
  }

  /** Goes by the byte order mark. UTF-32 begins as UTF-16 does, and then has zeros. */
  static byte[] utf8(Path file, byte[] bytes) {
    if (begins(bytes, 0xef, 0xbb, 0xbf)) {
      return Arrays.copyOfRange(bytes, 3, bytes.length);
    }
    if (begins(bytes, 0xff, 0xfe, 0, 0) || begins(bytes, 0, 0, 0xfe, 0xff)) {
      throw new BadInputException(file + ": is UTF-32; save the file as UTF-8.");
    }
    if (begins(bytes, 0xff, 0xfe)) {
      return fromUtf16(file, bytes, StandardCharsets.UTF_16LE);
    }
    if (begins(bytes, 0xfe, 0xff)) {
      return fromUtf16(file, bytes, StandardCharsets.UTF_16BE);
    }
    return bytes;
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] fromUtf16(Path file, byte[] bytes, Charset charset) {
    try {
      return charset
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 2, bytes.length - 2))
          .toString()
          .getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + ": is broken UTF-16; save the file as UTF-8.", e);
    }
  }

  /**
   * Decodes part of a file.
   *
   * @param firstLine the line that {@code offset} is on
   * @throws BadInputException naming the line whose bytes are not UTF-8
   */
  public static String decode(Path file, byte[] bytes, int offset, int length, long firstLine) {
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
