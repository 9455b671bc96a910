package dev.belay.torch.generate;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.GeGlu;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/** The parts of a decoder layer that work on one row at a time. Lengths are any, not lanes'. */
final class RowKernels {

  private RowKernels() {}

  /**
   * RMS norm (Zhang and Sennrich 2019, eq. 4): {@code out = x / sqrt(mean(x²) + eps) * weight}.
   *
   * @param x address of {@code [n]} fp32
   * @param weight address of {@code [n]} fp32
   */
  static void normalize(ComputeType type, long x, long weight, double eps, long out, int n) {
    float scale = (float) (1 / Math.sqrt(sumOfSquares(x, n) / n + eps));
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Lanes.loadFloat(x + i * 4L).mul(scale);
      Elements.store(type, out, i, scaled.mul(Lanes.loadFloat(weight + i * 4L)));
    }
    for (int i = bound; i < n; i++) {
      float scaled = NativeMemory.getFloat(x + i * 4L) * scale;
      Elements.set(type, out, i, scaled * NativeMemory.getFloat(weight + i * 4L));
    }
  }

  private static double sumOfSquares(long x, int n) {
    FloatVector squares = FloatVector.zero(F);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector value = Lanes.loadFloat(x + i * 4L);
      squares = value.fma(value, squares);
    }
    double sum = Lanes.sum(squares);
    for (int i = bound; i < n; i++) {
      float value = NativeMemory.getFloat(x + i * 4L);
      sum += value * value;
    }
    return sum;
  }

  /**
   * RMS norm of a row that a product gave.
   *
   * @param x address of {@code [n]} in the compute type
   * @param weight address of {@code [n]} fp32
   * @param out address of {@code [n]} fp32
   */
  static void normalizeProduct(ComputeType type, long x, long weight, double eps, long out, int n) {
    float scale = productScale(type, x, eps, n);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Elements.load(type, x, i).mul(scale);
      Lanes.storeFloat(out + i * 4L, scaled.mul(Lanes.loadFloat(weight + i * 4L)));
    }
    for (int i = bound; i < n; i++) {
      float scaled = Elements.get(type, x, i) * scale;
      NativeMemory.setFloat(out + i * 4L, scaled * NativeMemory.getFloat(weight + i * 4L));
    }
  }

  /** The same, added to {@code sum}. */
  static void addNormalized(ComputeType type, long x, long weight, double eps, long sum, int n) {
    float scale = productScale(type, x, eps, n);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Elements.load(type, x, i).mul(scale);
      FloatVector own = scaled.mul(Lanes.loadFloat(weight + i * 4L));
      Lanes.storeFloat(sum + i * 4L, Lanes.loadFloat(sum + i * 4L).add(own));
    }
    for (int i = bound; i < n; i++) {
      float scaled = Elements.get(type, x, i) * scale;
      float own = scaled * NativeMemory.getFloat(weight + i * 4L);
      NativeMemory.setFloat(sum + i * 4L, NativeMemory.getFloat(sum + i * 4L) + own);
    }
  }

  private static float productScale(ComputeType type, long x, double eps, int n) {
    return (float) (1 / Math.sqrt((double) Rows.dot(type, x, x, n) / n + eps));
  }

  /** GEGLU as {@link GeGlu} says: {@code out = gelu(gate) * up}. */
  static void geglu(ComputeType type, long gate, long up, long out, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gelu = GeGlu.gelu(Elements.load(type, gate, i));
      Elements.store(type, out, i, gelu.mul(Elements.load(type, up, i)));
    }
    int rest = n - bound;
    if (rest > 0) {
      FloatVector gelu = GeGlu.gelu(Elements.loadPart(type, gate, bound, rest));
      FloatVector ups = Elements.loadPart(type, up, bound, rest);
      Elements.storePart(type, out, bound, rest, gelu.mul(ups));
    }
  }

  /** SwiGLU (Shazeer 2020, eq. 5): {@code out = gate * sigmoid(gate) * up}. */
  static void swiglu(ComputeType type, long gate, long up, long out, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector g = Elements.load(type, gate, i);
      FloatVector silu = g.div(Lanes.exp(g.neg()).add(1f));
      Elements.store(type, out, i, silu.mul(Elements.load(type, up, i)));
    }
    for (int i = bound; i < n; i++) {
      float g = Elements.get(type, gate, i);
      float silu = (float) (g / (1 + Math.exp(-g)));
      Elements.set(type, out, i, silu * Elements.get(type, up, i));
    }
  }

  /**
   * Rotates one head in place: {@code x[i] cos - x[i+D/2] sin} and {@code x[i+D/2] cos + x[i] sin}.
   *
   * @param x address of {@code [D]} fp32
   */
  static void rotate(long x, RotaryAngles table, int position, int size) {
    rotate(x, table.cosine(position), table.sine(position), size / 2);
  }

  private static void rotate(long x, long cosine, long sine, int half) {
    long y = x + half * 4L;
    int bound = F.loopBound(half);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector a = Lanes.loadFloat(x + i * 4L);
      FloatVector b = Lanes.loadFloat(y + i * 4L);
      FloatVector cos = Lanes.loadFloat(cosine + i * 4L);
      FloatVector sin = Lanes.loadFloat(sine + i * 4L);
      Lanes.storeFloat(x + i * 4L, a.mul(cos).sub(b.mul(sin)));
      Lanes.storeFloat(y + i * 4L, b.mul(cos).add(a.mul(sin)));
    }
    for (int i = bound; i < half; i++) {
      float a = NativeMemory.getFloat(x + i * 4L);
      float b = NativeMemory.getFloat(y + i * 4L);
      float cos = NativeMemory.getFloat(cosine + i * 4L);
      float sin = NativeMemory.getFloat(sine + i * 4L);
      NativeMemory.setFloat(x + i * 4L, a * cos - b * sin);
      NativeMemory.setFloat(y + i * 4L, b * cos + a * sin);
    }
  }

  /** {@code x *= scale}; {@code x} is {@code [n]} fp32. */
  static void scale(long x, float scale, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(x + i * 4L, Lanes.loadFloat(x + i * 4L).mul(scale));
    }
    for (int i = bound; i < n; i++) {
      NativeMemory.setFloat(x + i * 4L, NativeMemory.getFloat(x + i * 4L) * scale);
    }
  }
}
