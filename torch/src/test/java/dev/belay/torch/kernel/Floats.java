package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import java.util.Random;

/** Native arrays for tests of kernels: written, read and filled element by element. */
final class Floats {

  private final ComputeType type;
  private final long address;
  private final int size;

  private Floats(Arena arena, ComputeType type, int size) {
    this.type = type;
    this.address = arena.allocate((long) size * type.bytes(), 64).address();
    this.size = size;
  }

  static Floats zeros(Arena arena, ComputeType type, int size) {
    return new Floats(arena, type, size);
  }

  /** Standard normal, rounded to the type. */
  static Floats normal(Arena arena, ComputeType type, int size, long seed) {
    Floats floats = new Floats(arena, type, size);
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      floats.set(i, (float) random.nextGaussian());
    }
    return floats;
  }

  static Floats of(Arena arena, ComputeType type, float... values) {
    Floats floats = new Floats(arena, type, values.length);
    for (int i = 0; i < values.length; i++) {
      floats.set(i, values[i]);
    }
    return floats;
  }

  long address() {
    return address;
  }

  float get(int index) {
    return Elements.get(type, address, index);
  }

  void set(int index, float value) {
    Elements.set(type, address, index, value);
  }

  double[] toArray() {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = get(i);
    }
    return values;
  }
}
