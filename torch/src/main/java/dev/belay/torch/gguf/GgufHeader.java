package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands before the tensors: magic, version, counts and metadata. */
final class GgufHeader {

  static final int MAGIC = 0x46554747; // "GGUF", little-endian
  private static final int MAX_KEYS = 1 << 16;
  private static final int MAX_TENSORS = 1 << 20;
  private static final int MAX_ARRAY = 1 << 26;
  private static final int MAX_STRINGS = 1 << 23;
  private static final int MAX_DEPTH = 4;

  /** A key and a value of one byte: length, name, type, value. */
  private static final int MIN_KEY_BYTES = 8 + 4 + 1;

  /** Length of the name, number of dimensions, one dimension, type, offset. */
  private static final int MIN_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;

  private final Path file;
  private final GgufCursor cursor;
  private final int version;
  private final int tensorCount;
  private final GgufMetadata metadata;

  GgufHeader(Path file, GgufCursor cursor) {
    this.file = file;
    this.cursor = cursor;
    this.version = readVersion();
    this.tensorCount = cursor.readCount(MIN_TENSOR_BYTES, MAX_TENSORS, "the tensor count");
    this.metadata = readMetadata();
  }

  int version() {
    return version;
  }

  int tensorCount() {
    return tensorCount;
  }

  GgufMetadata metadata() {
    return metadata;
  }

  private int readVersion() {
    if (cursor.remaining() < 4 || cursor.readInt("the magic") != MAGIC) {
      throw cursor.fail("not a GGUF file (it does not begin with \"GGUF\")");
    }
    int found = cursor.readInt("the version");
    if (found == 2 || found == 3) {
      return found;
    }
    if (Integer.reverseBytes(found) == 2 || Integer.reverseBytes(found) == 3) {
      throw cursor.fail("a big-endian GGUF file; only little-endian files are read");
    }
    throw cursor.fail(
        "GGUF version %s; versions 2 and 3 are read: convert the model again"
            .formatted(Integer.toUnsignedString(found)));
  }

  private GgufMetadata readMetadata() {
    int count = cursor.readCount(MIN_KEY_BYTES, MAX_KEYS, "the metadata count");
    Map<String, GgufValue> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = cursor.readString("metadata key " + i);
      GgufValue value = readValue(readType(key), key, 0);
      if (values.put(key, value) != null) {
        throw cursor.fail("metadata key %s appears twice".formatted(key));
      }
    }
    return new GgufMetadata(file, values);
  }

  private GgufValueType readType(String key) {
    int id = cursor.readInt("the type of " + key);
    return GgufValueType.ofId(id).orElseThrow(() -> unknownType(key, id));
  }

  private BadInputException unknownType(String key, int id) {
    return cursor.fail(
        "%s: unknown value type %s; types 0 to 12 exist"
            .formatted(key, Integer.toUnsignedString(id)));
  }

  private GgufValue readValue(GgufValueType type, String key, int depth) {
    return switch (type) {
      case STRING -> new GgufValue.Text(cursor.readString(key));
      case ARRAY -> readArray(key, depth);
      default -> cursor.readNumber(type, key);
    };
  }

  private GgufValue readArray(String key, int depth) {
    if (depth >= MAX_DEPTH) {
      throw cursor.fail("%s: arrays nested more than %d deep".formatted(key, MAX_DEPTH));
    }
    GgufValueType type = readType(key);
    int max = type == GgufValueType.STRING || type == GgufValueType.ARRAY ? MAX_STRINGS : MAX_ARRAY;
    int count = cursor.readCount(type.minBytes(), max, key);
    return switch (type) {
      case STRING -> readStrings(count, key);
      case ARRAY -> readNested(count, key, depth + 1);
      default -> {
        long length = (long) count * type.minBytes();
        yield new GgufValue.Numbers(type, cursor.readBytes(length, key), count);
      }
    };
  }

  private GgufValue readStrings(int count, String key) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(cursor.readString(key));
    }
    return new GgufValue.Texts(strings);
  }

  private GgufValue readNested(int count, String key, int depth) {
    List<GgufValue> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrays.add(readArray(key, depth));
    }
    return new GgufValue.Nested(arrays);
  }
}
