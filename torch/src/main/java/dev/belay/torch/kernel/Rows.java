package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/** Element-wise work on one row between fp32 and a {@link ComputeType}; rows may be of any size. */
public final class Rows {

  private Rows() {}

  /** {@code to = from} widened to fp32. */
  public static void widen(ComputeType type, long from, long to, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(to + i * 4L, Elements.load(type, from, i));
    }
    for (int i = bound; i < n; i++) {
      NativeMemory.setFloat(to + i * 4L, Elements.get(type, from, i));
    }
  }

  /** {@code to = from * factor} widened to fp32. */
  public static void widen(ComputeType type, long from, float factor, long to, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(to + i * 4L, Elements.load(type, from, i).mul(factor));
    }
    for (int i = bound; i < n; i++) {
      NativeMemory.setFloat(to + i * 4L, Elements.get(type, from, i) * factor);
    }
  }

  /** {@code to = from * factor}; {@code from} is fp32, {@code to} is rounded. */
  public static void scale(ComputeType type, long from, float factor, long to, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Elements.store(type, to, i, Lanes.loadFloat(from + i * 4L).mul(factor));
    }
    for (int i = bound; i < n; i++) {
      Elements.set(type, to, i, NativeMemory.getFloat(from + i * 4L) * factor);
    }
  }

  /** {@code x *= factor}; {@code x} is fp32. */
  public static void scale(long x, float factor, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(x + i * 4L, Lanes.loadFloat(x + i * 4L).mul(factor));
    }
    for (int i = bound; i < n; i++) {
      NativeMemory.setFloat(x + i * 4L, NativeMemory.getFloat(x + i * 4L) * factor);
    }
  }

  /** {@code to = from}; {@code from} is fp32, {@code to} is rounded. */
  public static void round(ComputeType type, long from, long to, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Elements.store(type, to, i, Lanes.loadFloat(from + i * 4L));
    }
    for (int i = bound; i < n; i++) {
      Elements.set(type, to, i, NativeMemory.getFloat(from + i * 4L));
    }
  }

  /** {@code sum += addend}; {@code sum} is fp32. */
  public static void add(ComputeType type, long addend, long sum, int n) {
    add(type, addend, 1, sum, n);
  }

  /** {@code sum += addend * factor}; {@code sum} is fp32. */
  public static void add(ComputeType type, long addend, float factor, long sum, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      long at = sum + i * 4L;
      FloatVector scaled = Elements.load(type, addend, i).mul(factor);
      Lanes.storeFloat(at, Lanes.loadFloat(at).add(scaled));
    }
    for (int i = bound; i < n; i++) {
      long at = sum + i * 4L;
      float scaled = Elements.get(type, addend, i) * factor;
      NativeMemory.setFloat(at, NativeMemory.getFloat(at) + scaled);
    }
  }

  /** {@code sum += addend * factor}; both are fp32. */
  public static void addScaled(long addend, float factor, long sum, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Lanes.loadFloat(addend + i * 4L).mul(factor);
      Lanes.storeFloat(sum + i * 4L, Lanes.loadFloat(sum + i * 4L).add(scaled));
    }
    for (int i = bound; i < n; i++) {
      float scaled = NativeMemory.getFloat(addend + i * 4L) * factor;
      NativeMemory.setFloat(sum + i * 4L, NativeMemory.getFloat(sum + i * 4L) + scaled);
    }
  }

  /** {@code sum(a * b)}. */
  public static float dot(ComputeType type, long a, long b, int n) {
    FloatVector products = FloatVector.zero(F);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      products = Elements.load(type, a, i).fma(Elements.load(type, b, i), products);
    }
    float sum = Lanes.sum(products);
    for (int i = bound; i < n; i++) {
      sum += Elements.get(type, a, i) * Elements.get(type, b, i);
    }
    return sum;
  }
}
