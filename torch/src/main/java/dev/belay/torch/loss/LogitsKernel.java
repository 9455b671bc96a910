package dev.belay.torch.loss;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Passes over one row of logits, shape {@code [V]}. Lanes are fp32; sums leave the lanes every
 * {@link #BLOCK} elements and go on in fp64, so that their error does not grow with the vocabulary.
 */
final class LogitsKernel {

  private static final int BLOCK = 1024;

  private LogitsKernel() {}

  /**
   * Widens a row to fp32 and divides it by the temperature.
   *
   * @return the largest logit, or NaN if any is infinite or not a number
   */
  static float widen(ComputeType type, long row, long out, int n, float inverseTemperature) {
    FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    FloatVector poison = FloatVector.zero(Lanes.F); // 0 · z is NaN where z is not finite
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector z = Elements.load(type, row, i).mul(inverseTemperature);
      Lanes.storeFloat(out + i * 4L, z);
      max = max.max(z);
      poison = z.fma(FloatVector.zero(Lanes.F), poison);
    }
    float largest = max.reduceLanes(VectorOperators.MAX);
    float check = poison.reduceLanes(VectorOperators.ADD); // 0 or NaN in whatever order
    for (; i < n; i++) {
      float z = Elements.get(type, row, i) * inverseTemperature;
      NativeMemory.setFloat(out + i * 4L, z);
      largest = Math.max(largest, z);
      check += 0 * z;
    }
    return Float.isNaN(check) ? Float.NaN : largest;
  }

  /**
   * Writes {@code e = exp(z − max)} to {@code out} (which may be {@code z} itself) and sums.
   *
   * @param sums receives Σ e and Σ e · (z − max)
   */
  static void exponentials(long z, long out, int n, float max, double[] sums) {
    sums[0] = 0;
    sums[1] = 0;
    int whole = n - n % WIDTH;
    for (int from = 0; from < whole; from += BLOCK) {
      exponentialBlock(z, out, from, Math.min(whole, from + BLOCK), max, sums);
    }
    for (int i = whole; i < n; i++) {
      float x = NativeMemory.getFloat(z + i * 4L) - max;
      float e = (float) Math.exp(x);
      NativeMemory.setFloat(out + i * 4L, e);
      sums[0] += e;
      sums[1] += e * x;
    }
  }

  private static void exponentialBlock(
      long z, long out, int from, int to, float max, double[] sums) {
    FloatVector total = FloatVector.zero(Lanes.F);
    FloatVector weighted = total;
    for (int i = from; i < to; i += WIDTH) {
      FloatVector x = Lanes.loadFloat(z + i * 4L).sub(max);
      FloatVector e = Lanes.exp(x);
      Lanes.storeFloat(out + i * 4L, e);
      total = total.add(e);
      weighted = e.fma(x, weighted);
    }
    sums[0] += Lanes.sum(total);
    sums[1] += Lanes.sum(weighted);
  }

  /** Writes {@code e · factor} to the row of gradients. */
  static void scale(ComputeType type, long e, long row, int n, float factor) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      Elements.store(type, row, i, Lanes.loadFloat(e + i * 4L).mul(factor));
    }
    for (; i < n; i++) {
      Elements.set(type, row, i, NativeMemory.getFloat(e + i * 4L) * factor);
    }
  }

  /** Index of the first element that is infinite or not a number, or -1. */
  static int firstNonFinite(ComputeType type, long row, int n) {
    for (int i = 0; i < n; i++) {
      if (!Float.isFinite(Elements.get(type, row, i))) {
        return i;
      }
    }
    return -1;
  }
}
