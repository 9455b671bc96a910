package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/** Vector passes over fp32 gradients. */
final class GradientKernel {

  private GradientKernel() {}

  /** Σ x² over {@code [begin, end)} in fp32; infinite when a square overflows. */
  static float sumOfSquares(long address, long begin, long end) {
    FloatVector even = FloatVector.zero(Lanes.F);
    FloatVector odd = even;
    long i = begin;
    for (; i <= end - 2L * WIDTH; i += 2L * WIDTH) {
      FloatVector a = Lanes.loadFloat(address + i * 4);
      FloatVector b = Lanes.loadFloat(address + (i + WIDTH) * 4);
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    float sum = Lanes.sum(even.add(odd));
    for (; i < end; i++) {
      float x = NativeMemory.getFloat(address + i * 4);
      sum += x * x;
    }
    return sum;
  }

  /** Σ x y over {@code [begin, end)} in fp32. */
  static float dot(long x, long y, long begin, long end) {
    FloatVector sums = FloatVector.zero(Lanes.F);
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      sums = Lanes.loadFloat(x + i * 4).fma(Lanes.loadFloat(y + i * 4), sums);
    }
    float sum = Lanes.sum(sums);
    for (; i < end; i++) {
      sum += NativeMemory.getFloat(x + i * 4) * NativeMemory.getFloat(y + i * 4);
    }
    return sum;
  }

  /** Writes {@code x + factor · y} over y. */
  static void addScaled(long x, long y, float factor, long begin, long end) {
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      FloatVector sum = Lanes.loadFloat(y + i * 4).mul(factor).add(Lanes.loadFloat(x + i * 4));
      Lanes.storeFloat(y + i * 4, sum);
    }
    for (; i < end; i++) {
      float scaled = NativeMemory.getFloat(y + i * 4) * factor;
      NativeMemory.setFloat(y + i * 4, scaled + NativeMemory.getFloat(x + i * 4));
    }
  }
}
