package dev.belay.torch.generate;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;
import static dev.belay.torch.tensor.NativeMemory.ALL;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link FewRowsProduct}: one run of a row of inputs times a panel of weights,
 * in an order of {@link SumOrder}. A weight comes as pairs of bfloat16, the numbers of an even and
 * of the next input, in one int.
 */
final class FewRowsKernel {

  /** Outputs of a wide panel: enough sums side by side to hide the latency of an addition. */
  static final int WIDE = 4 * WIDTH;

  private static final VectorSpecies<Integer> PAIRS = VectorSpecies.of(int.class, F.vectorShape());
  private static final int ODD = 0xffff0000;
  private static final long VECTOR_BYTES = 4L * WIDTH;

  private FewRowsKernel() {}

  /**
   * Adds a run of inputs, odd then even, to the sums of {@link #WIDE} outputs, or starts them.
   *
   * @param panel address of {@code [pairs, WIDE]} ints
   * @param x inputs as fp32, from {@code input} on
   * @param sums from {@code output} on
   * @param first whether the sums begin with this run
   */
  static void wide(
      long panel, int pairs, float[] x, int input, float[] sums, int output, boolean first) {
    FloatVector a = FloatVector.zero(F);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    long address = panel;
    for (int i = input; i < input + 2 * pairs; i += 2) {
      FloatVector even = FloatVector.broadcast(F, x[i]);
      FloatVector odd = FloatVector.broadcast(F, x[i + 1]);
      a = add(load(address), even, odd, a);
      b = add(load(address + VECTOR_BYTES), even, odd, b);
      c = add(load(address + 2 * VECTOR_BYTES), even, odd, c);
      d = add(load(address + 3 * VECTOR_BYTES), even, odd, d);
      address += 4 * VECTOR_BYTES;
    }
    store(sums, output, a, first);
    store(sums, output + WIDTH, b, first);
    store(sums, output + 2 * WIDTH, c, first);
    store(sums, output + 3 * WIDTH, d, first);
  }

  /** The same for {@link dev.belay.torch.kernel.Lanes#WIDTH} outputs. */
  static void narrow(
      long panel, int pairs, float[] x, int input, float[] sums, int output, boolean first) {
    FloatVector sum = FloatVector.zero(F);
    long address = panel;
    for (int i = input; i < input + 2 * pairs; i += 2) {
      FloatVector even = FloatVector.broadcast(F, x[i]);
      FloatVector odd = FloatVector.broadcast(F, x[i + 1]);
      sum = add(load(address), even, odd, sum);
      address += VECTOR_BYTES;
    }
    store(sums, output, sum, first);
  }

  /** As {@link #wide}, the odd inputs beside the even ones. */
  static void wideApart(
      long panel, int pairs, float[] x, int input, float[] sums, int output, boolean first) {
    FloatVector a = FloatVector.zero(F);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector oddA = a;
    FloatVector oddB = a;
    FloatVector oddC = a;
    FloatVector oddD = a;
    long address = panel;
    for (int i = input; i < input + 2 * pairs; i += 2) {
      FloatVector even = FloatVector.broadcast(F, x[i]);
      FloatVector odd = FloatVector.broadcast(F, x[i + 1]);
      a = addEven(load(address), even, a);
      oddA = addOdd(load(address), odd, oddA);
      b = addEven(load(address + VECTOR_BYTES), even, b);
      oddB = addOdd(load(address + VECTOR_BYTES), odd, oddB);
      c = addEven(load(address + 2 * VECTOR_BYTES), even, c);
      oddC = addOdd(load(address + 2 * VECTOR_BYTES), odd, oddC);
      d = addEven(load(address + 3 * VECTOR_BYTES), even, d);
      oddD = addOdd(load(address + 3 * VECTOR_BYTES), odd, oddD);
      address += 4 * VECTOR_BYTES;
    }
    store(sums, output, a.add(oddA), first);
    store(sums, output + WIDTH, b.add(oddB), first);
    store(sums, output + 2 * WIDTH, c.add(oddC), first);
    store(sums, output + 3 * WIDTH, d.add(oddD), first);
  }

  /** As {@link #narrow}, the odd inputs beside the even ones. */
  static void narrowApart(
      long panel, int pairs, float[] x, int input, float[] sums, int output, boolean first) {
    FloatVector evens = FloatVector.zero(F);
    FloatVector odds = evens;
    long address = panel;
    for (int i = input; i < input + 2 * pairs; i += 2) {
      evens = addEven(load(address), FloatVector.broadcast(F, x[i]), evens);
      odds = addOdd(load(address), FloatVector.broadcast(F, x[i + 1]), odds);
      address += VECTOR_BYTES;
    }
    store(sums, output, evens.add(odds), first);
  }

  private static IntVector load(long address) {
    return IntVector.fromMemorySegment(PAIRS, ALL, address, LITTLE_ENDIAN);
  }

  private static FloatVector add(
      IntVector pairs, FloatVector even, FloatVector odd, FloatVector sum) {
    return addEven(pairs, even, addOdd(pairs, odd, sum));
  }

  private static FloatVector addOdd(IntVector pairs, FloatVector odd, FloatVector sum) {
    return pairs.and(ODD).reinterpretAsFloats().fma(odd, sum);
  }

  private static FloatVector addEven(IntVector pairs, FloatVector even, FloatVector sum) {
    return pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(even, sum);
  }

  private static void store(float[] sums, int index, FloatVector run, boolean first) {
    FloatVector sum = first ? run : run.add(FloatVector.fromArray(F, sums, index));
    sum.intoArray(sums, index);
  }
}
