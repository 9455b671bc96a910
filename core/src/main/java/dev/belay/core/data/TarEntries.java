package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads plain files out of a tar archive (POSIX.1-1988 ustar), without unpacking it. */
final class TarEntries {

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM = 8;
  private static final int TYPE_AT = 156;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;
  private static final long MAX_BYTES = 64L << 20;

  private TarEntries() {}

  /**
   * The wanted files' contents by name, in the order of the names.
   *
   * @throws BadInputException when the archive is broken or cannot be read
   */
  static Map<String, byte[]> read(Path archive, Predicate<String> wanted) {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        checkSum(archive, header);
        long size = octal(archive, header, SIZE_AT, SIZE);
        String name = name(header);
        boolean plain = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
        if (plain && wanted.test(name) && size <= MAX_BYTES) {
          byte[] content = in.readNBytes((int) size);
          if (content.length < size) {
            throw new BadInputException(archive + ": ends within " + name + ".");
          }
          files.put(name, content);
          in.skipNBytes(padding(size));
        } else {
          in.skipNBytes(size + padding(size));
        }
        header = in.readNBytes(BLOCK);
      }
    } catch (IOException e) {
      throw new BadInputException("%s: cannot be read: %s".formatted(archive, e.getMessage()), e);
    }
    return files;
  }

  private static long padding(long size) {
    return Math.floorMod(-size, (long) BLOCK);
  }

  private static String name(byte[] header) {
    String prefix = text(header, PREFIX_AT, PREFIX);
    String name = text(header, 0, NAME);
    boolean ustar = text(header, 257, 5).equals("ustar");
    return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(Path archive, byte[] header, int at, int length) {
    String digits = text(header, at, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new BadInputException(archive + ": is not a tar archive, or a broken one.");
    }
    return Long.parseLong(digits, 8);
  }

  /** The sum of the header's bytes, its own field taken as spaces. */
  private static void checkSum(Path archive, byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM;
      sum += own ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(archive, header, CHECKSUM_AT, CHECKSUM)) {
      throw new BadInputException(archive + ": is not a tar archive, or a broken one.");
    }
  }
}
