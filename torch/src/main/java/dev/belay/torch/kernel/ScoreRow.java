package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax and its gradient on one fp32 row of attention scores, of which the first {@code keys} are
 * seen. Rows are padded: a kernel may write whatever it likes up to the next whole vector, and
 * {@link #clear} puts zeros there.
 */
final class ScoreRow {

  /** Far below any score, and exp of it is as good as 0. */
  private static final float UNSEEN = -1e30f;

  private ScoreRow() {}

  /** Largest score. */
  static float max(long scores, int keys) {
    hideTail(scores, keys);
    FloatVector max = FloatVector.broadcast(F, UNSEEN);
    for (int i = 0; i < keys; i += WIDTH) {
      max = max.max(Lanes.loadFloat(scores + i * 4L));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /**
   * {@code scores = exp(scores - max)}, after {@link #max}.
   *
   * @return their sum
   */
  static float exponentiate(long scores, int keys, float max) {
    FloatVector sum = FloatVector.zero(F);
    for (int i = 0; i < keys; i += WIDTH) {
      FloatVector weight = Lanes.exp(Lanes.loadFloat(scores + i * 4L).sub(max));
      Lanes.storeFloat(scores + i * 4L, weight);
      sum = sum.add(weight);
    }
    return Lanes.sum(sum);
  }

  /**
   * The gradient of softmax, in place: {@code scores} become the probabilities p, and {@code
   * grads}, the gradients of p, become {@code p * (grads - delta)}, those of the scores.
   *
   * @param logSumExp of the row's scores
   * @param delta sum of p times its gradient, over the row
   */
  static void gradient(long scores, long grads, int keys, float logSumExp, float delta) {
    hideTail(scores, keys);
    for (int i = 0; i < keys; i += WIDTH) {
      FloatVector p = Lanes.exp(Lanes.loadFloat(scores + i * 4L).sub(logSumExp));
      Lanes.storeFloat(scores + i * 4L, p);
      FloatVector grad = Lanes.loadFloat(grads + i * 4L).sub(delta);
      Lanes.storeFloat(grads + i * 4L, grad.mul(p));
    }
  }

  /** Makes scores {@code from} to {@code to} as good as minus infinity. */
  static void hide(long scores, int from, int to) {
    for (int i = from; i < to; i++) {
      NativeMemory.setFloat(scores + i * 4L, UNSEEN);
    }
  }

  /** Zeros from {@code from} to {@code to} exactly, where {@link #hide} left next to nothing. */
  static void zero(long scores, int from, int to) {
    for (int i = from; i < to; i++) {
      NativeMemory.setFloat(scores + i * 4L, 0);
    }
  }

  /** Zeros from {@code keys} to {@code end}. */
  static void clear(long scores, int keys, int end) {
    int whole = Math.min(end, TileProduct.padded(keys, WIDTH));
    for (int i = keys; i < whole; i++) {
      NativeMemory.setFloat(scores + i * 4L, 0);
    }
    FloatVector zero = FloatVector.zero(F);
    for (int i = whole; i < end; i += WIDTH) {
      Lanes.storeFloat(scores + i * 4L, zero);
    }
  }

  private static void hideTail(long scores, int keys) {
    int whole = TileProduct.padded(keys, WIDTH);
    for (int i = keys; i < whole; i++) {
      NativeMemory.setFloat(scores + i * 4L, UNSEEN);
    }
  }
}
