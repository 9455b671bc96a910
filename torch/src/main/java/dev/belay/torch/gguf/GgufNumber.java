package dev.belay.torch.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Little-endian numbers at any byte of a segment. */
final class GgufNumber {

  static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private GgufNumber() {}

  /** One number or truth value; {@code type} is neither STRING nor ARRAY. */
  static GgufValue read(GgufValueType type, MemorySegment data, long at) {
    return switch (type) {
      case UINT8 -> new GgufValue.Whole(type, Byte.toUnsignedLong(data.get(JAVA_BYTE, at)));
      case INT8 -> new GgufValue.Whole(type, data.get(JAVA_BYTE, at));
      case UINT16 -> new GgufValue.Whole(type, Short.toUnsignedLong(data.get(SHORT, at)));
      case INT16 -> new GgufValue.Whole(type, data.get(SHORT, at));
      case UINT32 -> new GgufValue.Whole(type, Integer.toUnsignedLong(data.get(INT, at)));
      case INT32 -> new GgufValue.Whole(type, data.get(INT, at));
      case UINT64, INT64 -> new GgufValue.Whole(type, data.get(LONG, at));
      case BOOL -> new GgufValue.Truth(data.get(JAVA_BYTE, at) != 0);
      case FLOAT32 -> new GgufValue.Real(type, shortest(Float.intBitsToFloat(data.get(INT, at))));
      case FLOAT64 -> new GgufValue.Real(type, Double.longBitsToDouble(data.get(LONG, at)));
      case STRING, ARRAY -> throw new IllegalArgumentException(type + " is not a number");
    };
  }

  /** The shortest decimal that rounds to {@code value}: 1e-5, not 9.999999747378752e-06. */
  private static double shortest(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
