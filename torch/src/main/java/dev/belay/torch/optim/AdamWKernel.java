package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;
import static dev.belay.torch.tensor.NativeMemory.getFloat;
import static dev.belay.torch.tensor.NativeMemory.setFloat;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/** AdamW over a range of one parameter's elements. */
final class AdamWKernel {

  /**
   * What is the same for all elements of a step.
   *
   * @param gradientScale multiplies the gradient
   * @param towards 1 − β1: how far the first moment goes towards the gradient
   * @param keep β2
   * @param add 1 − β2
   * @param rootCorrection √(1 − β2^t), bias correction of the second moment's root
   * @param eps added to the root
   * @param stepSize learning rate over 1 − β1^t
   * @param shrink 1 − learning rate · weight decay
   */
  record Factors(
      float gradientScale,
      float towards,
      float keep,
      float add,
      float rootCorrection,
      float eps,
      float stepSize,
      float shrink) {}

  private final AdamW.Memory memory;
  private final Factors f;

  AdamWKernel(AdamW.Memory memory, Factors factors) {
    this.memory = memory;
    this.f = factors;
  }

  void run(long from, long to) {
    long whole = to - (to - from) % WIDTH;
    if (memory.rounded() == 0) {
      for (long i = from; i < whole; i += WIDTH) {
        move(i * Float.BYTES);
      }
    } else {
      for (long i = from; i < whole; i += WIDTH) {
        Lanes.storeBfloat16(memory.rounded() + i * Short.BYTES, move(i * Float.BYTES));
      }
    }
    for (long i = whole; i < to; i++) {
      moveOne(i);
    }
  }

  /** Moves one vector at a byte offset and returns the new weights. */
  private FloatVector move(long at) {
    FloatVector g = Lanes.loadFloat(memory.grad() + at).mul(f.gradientScale);
    FloatVector m = Lanes.loadFloat(memory.firstMoment() + at);
    m = g.sub(m).mul(f.towards).add(m);
    FloatVector v = Lanes.loadFloat(memory.secondMoment() + at).mul(f.keep);
    v = g.mul(g).mul(f.add).add(v);
    FloatVector denominator = v.sqrt().div(f.rootCorrection).add(f.eps);
    FloatVector w = Lanes.loadFloat(memory.master() + at).mul(f.shrink);
    w = w.sub(m.mul(f.stepSize).div(denominator));
    Lanes.storeFloat(memory.firstMoment() + at, m);
    Lanes.storeFloat(memory.secondMoment() + at, v);
    Lanes.storeFloat(memory.master() + at, w);
    Lanes.storeFloat(memory.grad() + at, FloatVector.zero(Lanes.F));
    return w;
  }

  /** The same for one element, operation by operation, so that a tail is no different. */
  private void moveOne(long i) {
    long at = i * Float.BYTES;
    float g = getFloat(memory.grad() + at) * f.gradientScale;
    float m = getFloat(memory.firstMoment() + at);
    m = (g - m) * f.towards + m;
    float v = getFloat(memory.secondMoment() + at) * f.keep;
    v = g * g * f.add + v;
    float denominator = (float) Math.sqrt(v) / f.rootCorrection + f.eps;
    float w = getFloat(memory.master() + at) * f.shrink;
    w = w - m * f.stepSize / denominator;
    setFloat(memory.firstMoment() + at, m);
    setFloat(memory.secondMoment() + at, v);
    setFloat(memory.master() + at, w);
    setFloat(memory.grad() + at, 0);
    if (memory.rounded() != 0) {
      NativeMemory.setBfloat16(memory.rounded() + i * Short.BYTES, w);
    }
  }
}
