package dev.belay.bench;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import java.util.Random;

/** Native memory with small random numbers, in one element type. */
record Memory(ComputeType type, long address) {

  static Memory normal(Arena arena, ComputeType type, long elements) {
    long address = arena.allocate(elements * type.bytes(), 64).address();
    Random random = new Random(1);
    for (long i = 0; i < elements; i++) {
      Elements.set(type, address, i, (float) random.nextGaussian());
    }
    return new Memory(type, address);
  }
}
