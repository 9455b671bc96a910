package dev.belay.core.text;

import dev.belay.core.error.BadInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file one after the other, so that a file may be larger than the memory: UTF-8
 * with or without a byte order mark, packed by gzip or not, whatever the name says. UTF-16 with a
 * mark is read as well, and then whole. Only a line feed ends a line, and a carriage return before
 * it belongs to the end.
 */
public final class LineStream implements AutoCloseable {

  /** A longer line is an error. */
  private static final int LONGEST = 64 << 20;

  private final Path file;
  private final InputStream in;
  private long number;
  private boolean over;

  /**
   * One line.
   *
   * @param number from 1
   */
  public record Line(long number, String text) {}

  private LineStream(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws BadInputException when there is no such file, or it cannot be read
   */
  public static LineStream open(Path file) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw GivenPath.noFile(file, "cannot be read: there is no such file.");
    }
    try {
      return of(file, Files.newInputStream(file));
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads what is open already, such as standard input.
   *
   * @param name in messages
   */
  public static LineStream of(Path name, InputStream raw) {
    try {
      BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
      int[] magic = peek(in);
      if (magic[0] == 0x1f && magic[1] == 0x8b) {
        in = new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
        magic = peek(in);
      }
      if ((magic[0] == 0xff && magic[1] == 0xfe) || (magic[0] == 0xfe && magic[1] == 0xff)) {
        byte[] utf8 = FileBytes.utf8(name, in.readAllBytes());
        return new LineStream(name, new ByteArrayInputStream(utf8));
      }
      if (magic[0] == 0xef && magic[1] == 0xbb && magic[2] == 0xbf) {
        in.skipNBytes(3);
      }
      return new LineStream(name, in);
    } catch (IOException e) {
      throw unreadable(name, 1, e);
    }
  }

  /** The number of the line that was read last, or would have been if it could be read. */
  public long number() {
    return number;
  }

  private static int[] peek(BufferedInputStream in) throws IOException {
    in.mark(3);
    int[] first = {in.read(), in.read(), in.read()};
    in.reset();
    return first;
  }

  /**
   * The next line; null after the last.
   *
   * @throws BadInputException when its bytes are no UTF-8, or there are too many; the line after it
   *     may be read all the same. Also when the file cannot be read on, which ends it
   */
  public @Nullable Line next() {
    if (over) {
      return null;
    }
    number++;
    byte[] bytes = bytes();
    if (bytes == null) {
      over = true;
      return null;
    }
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return new Line(number, FileBytes.decode(file, bytes, 0, length, number));
  }

  /** The bytes of a line without its line feed; null when there is none. */
  private byte @Nullable [] bytes() {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    long length = 0;
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (++length <= LONGEST) {
          line.write(next);
        }
      }
    } catch (IOException e) {
      over = true;
      throw unreadable(file, number, e);
    }
    if (length > LONGEST) {
      throw new BadInputException(
          "%s:%d: the line has more than %d MiB.".formatted(file, number, LONGEST >> 20));
    }
    return line.toByteArray();
  }

  private static BadInputException unreadable(Path file, long line, IOException e) {
    return new BadInputException(
        "%s:%d: cannot be read: %s; fetch the file again.".formatted(file, line, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
