package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * Reads and writes elements of either {@link ComputeType} as fp32: {@code base} is an address,
 * {@code index} counts elements.
 *
 * <p>Use these only for elements of the type that the whole process computes in; memory that is
 * fp32 in any case goes through {@link Lanes}. The JIT decides by how often each type was seen
 * anywhere: the one that never was costs nothing, but one that is rare is called, not inlined, and
 * a call hands vectors over as objects, in every loop that reads elements, ten times slower.
 */
public final class Elements {

  private Elements() {}

  /** Address of element {@code index}. */
  public static long at(ComputeType type, long base, long index) {
    return base + index * (type == ComputeType.BFLOAT16 ? 2L : 4L);
  }

  /** One vector of {@link Lanes#WIDTH} elements. */
  public static FloatVector load(ComputeType type, long base, long index) {
    return type == ComputeType.BFLOAT16
        ? Lanes.loadBfloat16(base + index * 2)
        : Lanes.loadFloat(base + index * 4);
  }

  /** Stores one vector, rounding to nearest even when the type is bfloat16. */
  public static void store(ComputeType type, long base, long index, FloatVector value) {
    if (type == ComputeType.BFLOAT16) {
      Lanes.storeBfloat16(base + index * 2, value);
    } else {
      Lanes.storeFloat(base + index * 4, value);
    }
  }

  /** The first {@code lanes} of a vector, for the end of a row; the others are 0. */
  public static FloatVector loadPart(ComputeType type, long base, long index, int lanes) {
    float[] values = new float[Lanes.WIDTH];
    for (int i = 0; i < lanes; i++) {
      values[i] = get(type, base, index + i);
    }
    return FloatVector.fromArray(Lanes.F, values, 0);
  }

  /** Stores the first {@code lanes} of a vector, for the end of a row. */
  public static void storePart(
      ComputeType type, long base, long index, int lanes, FloatVector value) {
    float[] values = value.toArray();
    for (int i = 0; i < lanes; i++) {
      set(type, base, index + i, values[i]);
    }
  }

  /** One element. */
  public static float get(ComputeType type, long base, long index) {
    return type == ComputeType.BFLOAT16
        ? NativeMemory.getBfloat16(base + index * 2)
        : NativeMemory.getFloat(base + index * 4);
  }

  /** Stores one element, rounding to nearest even when the type is bfloat16. */
  public static void set(ComputeType type, long base, long index, float value) {
    if (type == ComputeType.BFLOAT16) {
      NativeMemory.setBfloat16(base + index * 2, value);
    } else {
      NativeMemory.setFloat(base + index * 4, value);
    }
  }
}
