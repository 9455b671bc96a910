package dev.belay.torch.generate;

import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;

/**
 * Cosines and sines of the rotary embedding (Su et al. 2021, eq. 34), in fp32 as Hugging Face
 * computes them: the angle of position p and pair i is {@code p * frequencies[i]}.
 */
final class RotaryAngles {

  private final int pairs;
  private final long cosines;
  private final long sines;

  /**
   * @param positions {@code [T]}
   * @param frequencies {@code [D/2]}, in radians a position
   */
  RotaryAngles(Arena arena, int positions, float[] frequencies) {
    this.pairs = frequencies.length;
    this.cosines = arena.allocate((long) positions * pairs * 4, 64).address();
    this.sines = arena.allocate((long) positions * pairs * 4, 64).address();
    for (int position = 0; position < positions; position++) {
      fill(position, frequencies);
    }
  }

  private void fill(int position, float[] frequencies) {
    for (int i = 0; i < pairs; i++) {
      float angle = position * frequencies[i];
      NativeMemory.setFloat(cosine(position) + i * 4L, (float) Math.cos(angle));
      NativeMemory.setFloat(sine(position) + i * 4L, (float) Math.sin(angle));
    }
  }

  /** Address of a position's cosines, {@code [D/2]} fp32. */
  long cosine(int position) {
    return cosines + (long) position * pairs * 4;
  }

  /** Address of a position's sines, {@code [D/2]} fp32. */
  long sine(int position) {
    return sines + (long) position * pairs * 4;
  }
}
