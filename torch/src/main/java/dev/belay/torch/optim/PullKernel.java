package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;
import static dev.belay.torch.tensor.NativeMemory.getFloat;
import static dev.belay.torch.tensor.NativeMemory.setFloat;

import dev.belay.torch.kernel.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Vector passes of a {@link StartPull} over a range of one parameter's elements, fp32.
 *
 * @param weights address of θ
 * @param starts address of θ₀
 * @param gradients address of what is accumulated
 * @param importances address of F; 0 where it is 1 everywhere
 */
record PullKernel(long weights, long starts, long gradients, long importances) {

  /** {@code F ← F + share · g²}, {@code g ← 0}. */
  void addSquares(float share, long from, long to) {
    long i = from;
    for (; i <= to - WIDTH; i += WIDTH) {
      FloatVector g = Lanes.loadFloat(gradients + i * 4);
      FloatVector f = Lanes.loadFloat(importances + i * 4);
      Lanes.storeFloat(importances + i * 4, g.mul(g).mul(share).add(f));
      Lanes.storeFloat(gradients + i * 4, FloatVector.zero(Lanes.F));
    }
    for (; i < to; i++) {
      float g = getFloat(gradients + i * 4);
      setFloat(importances + i * 4, g * g * share + getFloat(importances + i * 4));
      setFloat(gradients + i * 4, 0);
    }
  }

  /** {@code g ← g + factor · F (θ − θ₀)}. */
  void addGradient(float factor, long from, long to) {
    long i = from;
    for (; i <= to - WIDTH; i += WIDTH) {
      FloatVector moved = weighted(moved(i), i).mul(factor);
      Lanes.storeFloat(gradients + i * 4, moved.add(Lanes.loadFloat(gradients + i * 4)));
    }
    for (; i < to; i++) {
      float moved = weightedOne(movedOne(i), i) * factor;
      setFloat(gradients + i * 4, moved + getFloat(gradients + i * 4));
    }
  }

  /** {@code θ ← θ − min(1, rate · F) (θ − θ₀)}. */
  void pull(float rate, long from, long to) {
    long i = from;
    for (; i <= to - WIDTH; i += WIDTH) {
      FloatVector share = weighted(FloatVector.broadcast(Lanes.F, rate), i).min(1f);
      FloatVector w = Lanes.loadFloat(weights + i * 4);
      Lanes.storeFloat(weights + i * 4, w.sub(moved(i).mul(share)));
    }
    for (; i < to; i++) {
      float share = Math.min(1f, weightedOne(rate, i));
      setFloat(weights + i * 4, getFloat(weights + i * 4) - movedOne(i) * share);
    }
  }

  /** {@code Σ F (θ − θ₀)²}. */
  float squares(long from, long to) {
    FloatVector sums = FloatVector.zero(Lanes.F);
    long i = from;
    for (; i <= to - WIDTH; i += WIDTH) {
      FloatVector moved = moved(i);
      sums = weighted(moved, i).fma(moved, sums);
    }
    float sum = Lanes.sum(sums);
    for (; i < to; i++) {
      float moved = movedOne(i);
      sum += weightedOne(moved, i) * moved;
    }
    return sum;
  }

  private FloatVector moved(long i) {
    return Lanes.loadFloat(weights + i * 4).sub(Lanes.loadFloat(starts + i * 4));
  }

  private FloatVector weighted(FloatVector values, long i) {
    return importances == 0 ? values : values.mul(Lanes.loadFloat(importances + i * 4));
  }

  private float movedOne(long i) {
    return getFloat(weights + i * 4) - getFloat(starts + i * 4);
  }

  private float weightedOne(float value, long i) {
    return importances == 0 ? value : value * getFloat(importances + i * 4);
  }
}
