package dev.belay.torch.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One metadata value, as the file gives it. */
public sealed interface GgufValue {

  /** What it is, in words, for messages. */
  String describe();

  /**
   * An integer of any width.
   *
   * @param type the type in the file
   * @param value the value; a UINT64 above 2^63 - 1 appears negative
   */
  record Whole(GgufValueType type, long value) implements GgufValue {
    @Override
    public String describe() {
      return type == GgufValueType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
    }

    /** Whether the value is negative in the file's own type. */
    boolean isTooLarge() {
      return type == GgufValueType.UINT64 && value < 0;
    }
  }

  /**
   * A floating-point number.
   *
   * @param type FLOAT32 or FLOAT64
   * @param value the value; a FLOAT32 as the shortest decimal that names it, so that 1e-5f is 1e-5
   */
  record Real(GgufValueType type, double value) implements GgufValue {
    @Override
    public String describe() {
      return Double.toString(value);
    }
  }

  /** True or false. */
  record Truth(boolean value) implements GgufValue {
    @Override
    public String describe() {
      return Boolean.toString(value);
    }
  }

  /** A string. */
  record Text(String value) implements GgufValue {
    @Override
    public String describe() {
      return value.length() <= 60 ? "\"" + value + "\"" : "a string of " + value.length();
    }
  }

  /** An array of strings. */
  record Texts(List<String> values) implements GgufValue {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      return "an array of " + values.size() + " strings";
    }
  }

  /**
   * An array of numbers or truth values, left in the mapped file.
   *
   * @param elementType the type of each
   * @param data the bytes, little-endian
   * @param count how many
   */
  record Numbers(GgufValueType elementType, MemorySegment data, int count) implements GgufValue {
    @Override
    public String describe() {
      return "an array of " + count + " " + elementType;
    }

    /** Element {@code index}; zero-based. */
    public GgufValue get(int index) {
      return GgufNumber.read(elementType, data, (long) index * elementType.minBytes());
    }
  }

  /** An array of arrays. */
  record Nested(List<GgufValue> values) implements GgufValue {
    public Nested {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      return "an array of " + values.size() + " arrays";
    }
  }
}
