package dev.belay.torch.model;

import dev.belay.core.model.Seeds;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;

/**
 * Rounds fp32 to bfloat16 up or down at random, each with the chance that keeps the mean
 * (stochastic rounding). What bfloat16 has is left as it is.
 *
 * <p>A model that was trained in bfloat16 differs from its base by one step of that grid in most of
 * the weights that moved at all. Rounded to nearest, everything less than half of the way between
 * the two is then the base and everything beyond it the tuned model; at random, a share of the way
 * takes that share of the steps.
 */
final class RandomRounding {

  /** Bits of an fp32 number that bfloat16 lacks. */
  private static final int LOST_BITS = 16;

  private static final int LOST = (1 << LOST_BITS) - 1;
  private static final int EXPONENT = 0x7f80_0000;

  /** Of SplitMix64 (Steele, Lea and Flood 2014): the step of its counter. */
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private RandomRounding() {}

  /**
   * Rounds in place. What is drawn follows from the name and the place in the tensor alone: a
   * weight that goes up at some share of the way does so at every greater one.
   *
   * @param values fp32, contiguous
   * @param name of the weight
   */
  static void toBfloat16(Tensor values, String name) {
    long seed = Seeds.derive(0, "rounding of " + name);
    long address = values.data_ptr_float().address();
    long count = values.numel();
    for (long i = 0; i < count; i++) {
      long at = address + i * Float.BYTES;
      int bits = NativeMemory.ALL.get(ValueLayout.JAVA_INT, at);
      if ((bits & LOST) != 0 && (bits & EXPONENT) != EXPONENT) {
        NativeMemory.ALL.set(ValueLayout.JAVA_INT, at, (bits + drawn(seed, i)) & ~LOST);
      }
    }
  }

  /** Sixteen even bits. */
  private static int drawn(long seed, long index) {
    long mixed = seed + (index + 1) * GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return (int) ((mixed ^ (mixed >>> 31)) >>> (Long.SIZE - LOST_BITS));
  }
}
