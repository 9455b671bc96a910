package dev.belay.torch.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The types of metadata values. */
public enum GgufValueType {
  UINT8(0, 1),
  INT8(1, 1),
  UINT16(2, 2),
  INT16(3, 2),
  UINT32(4, 4),
  INT32(5, 4),
  FLOAT32(6, 4),
  BOOL(7, 1),
  STRING(8, 8),
  ARRAY(9, 12),
  UINT64(10, 8),
  INT64(11, 8),
  FLOAT64(12, 8);

  private final int id;
  private final int minBytes;

  GgufValueType(int id, int minBytes) {
    this.id = id;
    this.minBytes = minBytes;
  }

  /** The type with the number that stands in the file. */
  public static Optional<GgufValueType> ofId(int id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** The number by which the file names the type. */
  int id() {
    return id;
  }

  /** Bytes of a number; of a string or an array, the bytes of its length. */
  int minBytes() {
    return minBytes;
  }

  boolean isWhole() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      default -> false;
    };
  }
}
