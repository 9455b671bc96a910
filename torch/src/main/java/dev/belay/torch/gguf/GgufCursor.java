package dev.belay.torch.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.belay.core.error.BadInputException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads a GGUF header from front to back. Every read is checked against the file's end first, and
 * what is being read is named in the error.
 */
final class GgufCursor {

  /** Longest string believed: real files stay below 1 MiB (chat templates). */
  private static final long MAX_STRING_BYTES = 1L << 26;

  private final Path file;
  private final MemorySegment bytes;
  private long position;

  GgufCursor(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  long position() {
    return position;
  }

  long remaining() {
    return bytes.byteSize() - position;
  }

  int readInt(String what) {
    return bytes.get(GgufNumber.INT, advance(4, what));
  }

  long readLong(String what) {
    return bytes.get(GgufNumber.LONG, advance(8, what));
  }

  GgufValue readNumber(GgufValueType type, String what) {
    return GgufNumber.read(type, bytes, advance(type.minBytes(), what));
  }

  MemorySegment readBytes(long length, String what) {
    return bytes.asSlice(advance(length, what), length);
  }

  /**
   * A count of things that take at least {@code minBytesEach} bytes, so that no count can exceed
   * what the file has room for, and none can exceed {@code max}.
   */
  int readCount(int minBytesEach, int max, String what) {
    long count = readLong(what);
    if (count < 0 || count > remaining() / minBytesEach) {
      throw fail(
          "%s says %s entries, but only %d bytes are left"
              .formatted(what, Long.toUnsignedString(count), remaining()));
    }
    if (count > max) {
      throw fail("%s says %d entries; at most %d are accepted".formatted(what, count, max));
    }
    return (int) count;
  }

  String readString(String what) {
    long length = readLong(what);
    if (length < 0 || length > remaining()) {
      throw fail(
          "%s says a string of %s bytes, but only %d are left"
              .formatted(what, Long.toUnsignedString(length), remaining()));
    }
    if (length > MAX_STRING_BYTES) {
      throw fail(
          "%s: a string of %d bytes; at most %d are accepted"
              .formatted(what, length, MAX_STRING_BYTES));
    }
    byte[] text = readBytes(length, what).toArray(JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw fail("%s is not valid UTF-8".formatted(what));
    }
  }

  /** An error that names the file. */
  BadInputException fail(String message) {
    return new BadInputException(file + ": " + message);
  }

  private long advance(long length, String what) {
    if (length > remaining()) {
      throw fail(
          "the file ends at byte %d inside %s; it is truncated or damaged: fetch it again"
              .formatted(bytes.byteSize(), what));
    }
    long at = position;
    position += length;
    return at;
  }
}
