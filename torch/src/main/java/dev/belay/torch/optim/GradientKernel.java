package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/** Vector passes over fp32 gradients. */
final class GradientKernel {

  private GradientKernel() {}

  /** {@code to[i] += from[i]} for i in {@code [begin, end)}; {@code to} is fp32. */
  static void add(ComputeType type, long from, long to, long begin, long end) {
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      long target = to + i * 4;
      Lanes.storeFloat(target, Lanes.loadFloat(target).add(Elements.load(type, from, i)));
    }
    for (; i < end; i++) {
      long target = to + i * 4;
      NativeMemory.setFloat(target, NativeMemory.getFloat(target) + Elements.get(type, from, i));
    }
  }

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
}
