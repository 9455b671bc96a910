package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;

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
}
