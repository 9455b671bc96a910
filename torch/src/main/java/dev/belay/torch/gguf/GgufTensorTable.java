package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the list of tensors and checks every shape, type and offset against the file's size. */
final class GgufTensorTable {

  private static final int DEFAULT_ALIGNMENT = 32;
  private static final int MAX_ALIGNMENT = 1 << 20;
  private static final int MAX_DIMENSIONS = 4;

  private record Entry(String name, GgmlType type, List<Long> shape, long offset, long length) {}

  private final GgufCursor cursor;
  private final GgufHeader header;
  private final MemorySegment bytes;

  GgufTensorTable(GgufCursor cursor, GgufHeader header, MemorySegment bytes) {
    this.cursor = cursor;
    this.header = header;
    this.bytes = bytes;
  }

  /** The tensors by name, in the order of the file. */
  Map<String, GgufTensor> read() {
    long alignment = alignment();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < header.tensorCount(); i++) {
      entries.add(readEntry(i));
    }
    long dataStart = (cursor.position() + alignment - 1) / alignment * alignment;
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (tensors.put(entry.name(), place(entry, dataStart, alignment)) != null) {
        throw fail(entry.name(), "appears twice");
      }
    }
    refuseOverlap(entries);
    return Collections.unmodifiableMap(tensors);
  }

  private long alignment() {
    int alignment =
        header
            .metadata()
            .optionalWhole("general.alignment", 1, MAX_ALIGNMENT)
            .orElse(DEFAULT_ALIGNMENT);
    if (Integer.bitCount(alignment) != 1) {
      throw header
          .metadata()
          .fail("general.alignment", "found " + alignment + ", expected a power of two");
    }
    return alignment;
  }

  private Entry readEntry(int index) {
    String name = cursor.readString("the name of tensor " + index);
    String what = "tensor " + name;
    int dimensions = cursor.readInt(what);
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw fail(name, Integer.toUnsignedString(dimensions) + " dimensions; 1 to 4 are possible");
    }
    List<Long> shape = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      shape.addFirst(cursor.readLong(what));
    }
    int typeId = cursor.readInt(what);
    GgmlType type = GgmlType.ofId(typeId).orElseThrow(() -> unknownType(name, typeId));
    long offset = cursor.readLong(what);
    return new Entry(name, type, shape, offset, length(name, type, shape));
  }

  private long length(String name, GgmlType type, List<Long> shape) {
    long values = 1;
    for (long dimension : shape) {
      long high = Math.multiplyHigh(values, dimension);
      values *= dimension;
      if (dimension <= 0 || high != 0 || values < 0) {
        throw fail(name, "impossible shape " + shape);
      }
    }
    if (shape.getLast() % type.blockSize() != 0) {
      throw fail(
          name,
          "rows of %d values do not divide into %s blocks of %d"
              .formatted(shape.getLast(), type, type.blockSize()));
    }
    long blocks = values / type.blockSize();
    if (blocks > Long.MAX_VALUE / type.blockBytes()) {
      throw fail(name, "impossible shape " + shape);
    }
    return blocks * type.blockBytes();
  }

  private GgufTensor place(Entry entry, long dataStart, long alignment) {
    if (entry.offset() < 0 || entry.offset() % alignment != 0) {
      throw fail(
          entry.name(),
          "offset %s is not a multiple of the alignment %d"
              .formatted(Long.toUnsignedString(entry.offset()), alignment));
    }
    long room = bytes.byteSize() - dataStart;
    if (entry.offset() > room || entry.length() > room - entry.offset()) {
      throw fail(
          entry.name(),
          "%s %s needs %d bytes at offset %d, but the file holds %d bytes of tensors; it is truncated or damaged: fetch it again"
              .formatted(
                  entry.type(), entry.shape(), entry.length(), entry.offset(), Math.max(0, room)));
    }
    MemorySegment data = bytes.asSlice(dataStart + entry.offset(), entry.length());
    return new GgufTensor(entry.name(), entry.type(), entry.shape(), data);
  }

  private void refuseOverlap(List<Entry> entries) {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::offset));
    for (int i = 1; i < byOffset.size(); i++) {
      Entry before = byOffset.get(i - 1);
      Entry entry = byOffset.get(i);
      if (before.offset() + before.length() > entry.offset()) {
        throw fail(entry.name(), "overlaps tensor " + before.name());
      }
    }
  }

  private BadInputException unknownType(String name, int id) {
    return fail(
        name,
        "unknown type number "
            + Integer.toUnsignedString(id)
            + "; supported types are "
            + GgmlType.supportedNames());
  }

  private BadInputException fail(String name, String message) {
    return cursor.fail("tensor %s: %s".formatted(name, message));
  }
}
