package dev.belay.torch.kernel;

import static dev.belay.torch.tensor.NativeMemory.ALL;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads, stores and elementary functions on one vector of fp32 lanes, at whatever width the
 * processor prefers (16 lanes with AVX-512, 8 with AVX2, 4 with SSE or NEON).
 *
 * <p>Keep every method that uses these small, one loop each: the JIT boxes vectors in methods that
 * exceed its inlining budget, and they run ten times slower.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // The constants are written as published.
public final class Lanes {

  public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
  private static final VectorSpecies<Short> S =
      VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /** Lanes in one vector: 16, 8 or 4. */
  public static final int WIDTH = F.length();

  private static final float LOG2_E = 1.44269504f;
  private static final float ROUND = 12582912f; // 1.5 * 2^23: adding it rounds to an integer
  private static final float LN2_HIGH = -0.693145752f;
  private static final float LN2_LOW = -1.42860677e-6f;

  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE_1 = rotation(1);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(F, lanes % WIDTH, 1, true);
  }

  /**
   * Sum of the lanes, halves first. {@code reduceLanes} leaves the order of floating-point
   * additions open and takes another one once the JIT has compiled it: a resumed run would then
   * differ in its last bits from the one that was not cut off.
   */
  public static float sum(FloatVector lanes) {
    FloatVector sum = lanes;
    if (WIDTH >= 16) {
      sum = sum.add(sum.rearrange(ROTATE_8));
    }
    if (WIDTH >= 8) {
      sum = sum.add(sum.rearrange(ROTATE_4));
    }
    sum = sum.add(sum.rearrange(ROTATE_2));
    return sum.add(sum.rearrange(ROTATE_1)).lane(0);
  }

  public static FloatVector loadFloat(long address) {
    return FloatVector.fromMemorySegment(F, ALL, address, LITTLE_ENDIAN);
  }

  public static void storeFloat(long address, FloatVector value) {
    value.intoMemorySegment(ALL, address, LITTLE_ENDIAN);
  }

  /** Widens bfloat16 to fp32: exact. */
  public static FloatVector loadBfloat16(long address) {
    return ((IntVector)
            ShortVector.fromMemorySegment(S, ALL, address, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0))
        .lanewise(VectorOperators.LSHL, 16)
        .reinterpretAsFloats();
  }

  /** Narrows fp32 to the nearest bfloat16, ties to even. */
  public static void storeBfloat16(long address, FloatVector value) {
    IntVector bits = value.reinterpretAsInts();
    IntVector rounded =
        bits.add(bits.lanewise(VectorOperators.LSHR, 16).and(1))
            .add(0x7fff)
            .lanewise(VectorOperators.LSHR, 16);
    ((ShortVector) rounded.convertShape(VectorOperators.I2S, S, 0))
        .intoMemorySegment(ALL, address, LITTLE_ENDIAN);
  }

  /**
   * e^x to about 1e-7 relative, by Cephes' degree-5 polynomial; x is clamped to [-87.3, 88], so
   * that very negative arguments give 1e-38 rather than 0.
   */
  public static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-87.3f).min(88f);
    FloatVector n = clamped.mul(LOG2_E).add(ROUND).sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(F, LN2_HIGH), clamped);
    r = n.fma(FloatVector.broadcast(F, LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(F, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(F, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(F, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(F, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(F, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(F, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r.add(1f));
    IntVector scale =
        ((IntVector) n.convert(VectorOperators.F2I, 0)).add(127).lanewise(VectorOperators.LSHL, 23);
    return p.mul(scale.reinterpretAsFloats());
  }
}
