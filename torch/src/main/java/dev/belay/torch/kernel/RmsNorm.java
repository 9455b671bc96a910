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
 * @param type of {@code normalized} and {@code out}
 * @param weightType of the weight
 * @param weight address of {@code [size]}
 * @param size columns
 * @param eps added to the mean square
 */
public record RmsNorm(ComputeType type, ComputeType weightType, long weight, int size, double eps) {

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
   * Adds the gradient of a row.
   *
   * @param normalized as {@link #forward} wrote it
   * @param scale as {@link #forward} returned it
   * @param outGrad address of {@code [size]}, in {@code gradType}
   * @param xGrad address of {@code [size]} fp32, added to
   * @param weightGrad address of {@code [size]} fp32, added to
   */
  public void backward(
      long normalized,
      float scale,
      ComputeType gradType,
      long outGrad,
      long xGrad,
      long weightGrad) {
    float mean = projection(normalized, gradType, outGrad) / size;
    addInputGrad(normalized, gradType, outGrad, scale, mean, xGrad);
    addProduct(type, normalized, gradType, outGrad, weightGrad, size);
  }

  /** {@code normalized *= weight}: turns what was kept into the norm's output again. */
  public void restoreOutput(long normalized) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Elements.load(weightType, weight, i);
      Elements.store(type, normalized, i, Elements.load(type, normalized, i).mul(w));
    }
    for (int i = bound; i < size; i++) {
      float out = Elements.get(type, normalized, i) * Elements.get(weightType, weight, i);
      Elements.set(type, normalized, i, out);
    }
  }

  private static float sumOfSquares(long x, int n) {
    FloatVector squares = FloatVector.zero(F);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector value = Lanes.loadFloat(x + i * 4L);
      squares = value.fma(value, squares);
    }
    float sum = Lanes.sum(squares);
    for (int i = bound; i < n; i++) {
      float value = NativeMemory.getFloat(x + i * 4L);
      sum += value * value;
    }
    return sum;
  }

  private void scaleByWeight(long x, float scale, long out) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Lanes.loadFloat(x + i * 4L).mul(scale);
      Elements.store(type, out, i, scaled.mul(Elements.load(weightType, weight, i)));
    }
    for (int i = bound; i < size; i++) {
      float scaled = NativeMemory.getFloat(x + i * 4L) * scale;
      Elements.set(type, out, i, scaled * Elements.get(weightType, weight, i));
    }
  }

  /** {@code sum(outGrad * weight * normalized)}. */
  private float projection(long normalized, ComputeType gradType, long outGrad) {
    FloatVector products = FloatVector.zero(F);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Elements.load(weightType, weight, i);
      FloatVector grad = Elements.load(gradType, outGrad, i).mul(w);
      products = grad.fma(Elements.load(type, normalized, i), products);
    }
    float sum = Lanes.sum(products);
    for (int i = bound; i < size; i++) {
      sum +=
          Elements.get(gradType, outGrad, i)
              * Elements.get(weightType, weight, i)
              * Elements.get(type, normalized, i);
    }
    return sum;
  }

  /** {@code xGrad += scale * (outGrad * weight - normalized * mean)}. */
  private void addInputGrad(
      long normalized, ComputeType gradType, long outGrad, float scale, float mean, long xGrad) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Elements.load(weightType, weight, i);
      FloatVector grad = Elements.load(gradType, outGrad, i).mul(w);
      FloatVector own = grad.sub(Elements.load(type, normalized, i).mul(mean)).mul(scale);
      Lanes.storeFloat(xGrad + i * 4L, Lanes.loadFloat(xGrad + i * 4L).add(own));
    }
    for (int i = bound; i < size; i++) {
      float grad = Elements.get(gradType, outGrad, i) * Elements.get(weightType, weight, i);
      float own = (grad - Elements.get(type, normalized, i) * mean) * scale;
      NativeMemory.setFloat(xGrad + i * 4L, NativeMemory.getFloat(xGrad + i * 4L) + own);
    }
  }

  /** {@code weightGrad += outGrad * normalized}. */
  private static void addProduct(
      ComputeType type,
      long normalized,
      ComputeType gradType,
      long outGrad,
      long weightGrad,
      int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector sum = Lanes.loadFloat(weightGrad + i * 4L);
      FloatVector grad = Elements.load(gradType, outGrad, i);
      Lanes.storeFloat(weightGrad + i * 4L, grad.fma(Elements.load(type, normalized, i), sum));
    }
    for (int i = bound; i < n; i++) {
      float own = Elements.get(gradType, outGrad, i) * Elements.get(type, normalized, i);
      NativeMemory.setFloat(weightGrad + i * 4L, NativeMemory.getFloat(weightGrad + i * 4L) + own);
    }
  }
}
