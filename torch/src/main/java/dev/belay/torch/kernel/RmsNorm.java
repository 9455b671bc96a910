package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * Root-mean-square norm (Zhang and Sennrich 2019, eq. 4) of one fp32 row at a time, and its
 * gradient: {@code normalized = x / sqrt(mean(x²) + eps)}, {@code out = normalized * weight}.
 *
 * @param type of {@code normalized}, {@code out} and the gradient of {@code out}
 * @param weight address of {@code [size]} fp32
 * @param size columns
 * @param eps added to the mean square
 */
public record RmsNorm(ComputeType type, long weight, int size, double eps) {

  /**
   * Normalises a row.
   *
   * @param x address of {@code [size]} fp32
   * @param normalized written, for the gradient
   * @param out written; rounded once, not from {@code normalized}
   * @return {@code 1 / sqrt(mean(x²) + eps)}, for the gradient
   */
  public float forward(long x, long normalized, long out) {
    float scale = (float) (1 / Math.sqrt(sumOfSquares(x, size) / size + eps));
    Rows.scale(type, x, scale, normalized, size);
    scaleByWeight(x, scale, out);
    return scale;
  }

  /**
   * Normalises a row of which no gradient is wanted. Unlike {@link #forward} it takes the mean in
   * fp64, which can change the last bit.
   *
   * @param x address of {@code [size]} fp32
   * @param out written
   */
  public void output(long x, long out) {
    double squares = vectorSquares(x, size);
    for (int i = F.loopBound(size); i < size; i++) {
      float value = NativeMemory.getFloat(x + i * 4L);
      squares += value * value;
    }
    scaleByWeight(x, (float) (1 / Math.sqrt(squares / size + eps)), out);
  }

  /**
   * Adds the gradient of a row.
   *
   * @param normalized as {@link #forward} wrote it
   * @param scale as {@link #forward} returned it
   * @param outGrad address of {@code [size]}
   * @param xGrad address of {@code [size]} fp32, added to
   * @param weightGrad address of {@code [size]} fp32, added to
   */
  public void backward(long normalized, float scale, long outGrad, long xGrad, long weightGrad) {
    float mean = projection(normalized, outGrad) / size;
    addInputGrad(normalized, outGrad, scale, mean, xGrad);
    addProduct(normalized, outGrad, weightGrad);
  }

  /** {@code normalized *= weight}: turns what was kept into the norm's output again. */
  public void restoreOutput(long normalized) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Lanes.loadFloat(weight + i * 4L);
      Elements.store(type, normalized, i, Elements.load(type, normalized, i).mul(w));
    }
    for (int i = bound; i < size; i++) {
      float out = Elements.get(type, normalized, i) * NativeMemory.getFloat(weight + i * 4L);
      Elements.set(type, normalized, i, out);
    }
  }

  private static float sumOfSquares(long x, int n) {
    float sum = vectorSquares(x, n);
    for (int i = F.loopBound(n); i < n; i++) {
      float value = NativeMemory.getFloat(x + i * 4L);
      sum += value * value;
    }
    return sum;
  }

  /** Of the elements that fill whole vectors. */
  private static float vectorSquares(long x, int n) {
    FloatVector squares = FloatVector.zero(F);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector value = Lanes.loadFloat(x + i * 4L);
      squares = value.fma(value, squares);
    }
    return Lanes.sum(squares);
  }

  private void scaleByWeight(long x, float scale, long out) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Lanes.loadFloat(x + i * 4L).mul(scale);
      Elements.store(type, out, i, scaled.mul(Lanes.loadFloat(weight + i * 4L)));
    }
    for (int i = bound; i < size; i++) {
      float scaled = NativeMemory.getFloat(x + i * 4L) * scale;
      Elements.set(type, out, i, scaled * NativeMemory.getFloat(weight + i * 4L));
    }
  }

  /** {@code sum(outGrad * weight * normalized)}. */
  private float projection(long normalized, long outGrad) {
    FloatVector products = FloatVector.zero(F);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Lanes.loadFloat(weight + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i).mul(w);
      products = grad.fma(Elements.load(type, normalized, i), products);
    }
    float sum = Lanes.sum(products);
    for (int i = bound; i < size; i++) {
      sum +=
          Elements.get(type, outGrad, i)
              * NativeMemory.getFloat(weight + i * 4L)
              * Elements.get(type, normalized, i);
    }
    return sum;
  }

  /** {@code xGrad += scale * (outGrad * weight - normalized * mean)}. */
  private void addInputGrad(long normalized, long outGrad, float scale, float mean, long xGrad) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Lanes.loadFloat(weight + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i).mul(w);
      FloatVector own = grad.sub(Elements.load(type, normalized, i).mul(mean)).mul(scale);
      Lanes.storeFloat(xGrad + i * 4L, Lanes.loadFloat(xGrad + i * 4L).add(own));
    }
    for (int i = bound; i < size; i++) {
      float grad = Elements.get(type, outGrad, i) * NativeMemory.getFloat(weight + i * 4L);
      float own = (grad - Elements.get(type, normalized, i) * mean) * scale;
      NativeMemory.setFloat(xGrad + i * 4L, NativeMemory.getFloat(xGrad + i * 4L) + own);
    }
  }

  /** {@code weightGrad += outGrad * normalized}. */
  private void addProduct(long normalized, long outGrad, long weightGrad) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector sum = Lanes.loadFloat(weightGrad + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i);
      Lanes.storeFloat(weightGrad + i * 4L, grad.fma(Elements.load(type, normalized, i), sum));
    }
    for (int i = bound; i < size; i++) {
      float own = Elements.get(type, outGrad, i) * Elements.get(type, normalized, i);
      NativeMemory.setFloat(weightGrad + i * 4L, NativeMemory.getFloat(weightGrad + i * 4L) + own);
    }
  }
}
