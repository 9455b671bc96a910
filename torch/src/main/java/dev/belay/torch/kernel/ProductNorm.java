package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * Root-mean-square norm (Zhang and Sennrich 2019, eq. 4) of a row that a product gave, such as a
 * head's query, and its gradient: {@code out = x / sqrt(mean(x²) + eps) * weight}. Unlike {@link
 * RmsNorm}, whose rows are the fp32 residual stream, it keeps nothing but the row itself.
 *
 * @param type of rows and of their gradients
 * @param weight address of {@code [size]} fp32
 * @param size columns
 * @param eps added to the mean square
 */
public record ProductNorm(ComputeType type, long weight, int size, double eps) {

  /**
   * Normalises a row.
   *
   * @param x address of {@code [size]}
   * @param out written, rounded once; may be {@code x}
   */
  public void forward(long x, long out) {
    float scale = scale(x);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Elements.load(type, x, i).mul(scale);
      Elements.store(type, out, i, scaled.mul(Lanes.loadFloat(weight + i * 4L)));
    }
    for (int i = bound; i < size; i++) {
      float scaled = Elements.get(type, x, i) * scale;
      Elements.set(type, out, i, scaled * NativeMemory.getFloat(weight + i * 4L));
    }
  }

  /**
   * Normalises a row and keeps fp32.
   *
   * @param x address of {@code [size]}
   * @param out address of {@code [size]} fp32, written
   */
  public void widen(long x, long out) {
    float scale = scale(x);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Elements.load(type, x, i).mul(scale);
      Lanes.storeFloat(out + i * 4L, scaled.mul(Lanes.loadFloat(weight + i * 4L)));
    }
    for (int i = bound; i < size; i++) {
      float scaled = Elements.get(type, x, i) * scale;
      NativeMemory.setFloat(out + i * 4L, scaled * NativeMemory.getFloat(weight + i * 4L));
    }
  }

  /**
   * Normalises a row and adds it.
   *
   * @param x address of {@code [size]}
   * @param sum address of {@code [size]} fp32, added to
   */
  public void add(long x, long sum) {
    float scale = scale(x);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector scaled = Elements.load(type, x, i).mul(scale);
      FloatVector own = scaled.mul(Lanes.loadFloat(weight + i * 4L));
      Lanes.storeFloat(sum + i * 4L, Lanes.loadFloat(sum + i * 4L).add(own));
    }
    for (int i = bound; i < size; i++) {
      float scaled = Elements.get(type, x, i) * scale;
      float own = scaled * NativeMemory.getFloat(weight + i * 4L);
      NativeMemory.setFloat(sum + i * 4L, NativeMemory.getFloat(sum + i * 4L) + own);
    }
  }

  /**
   * The gradient of a row.
   *
   * @param x address of {@code [size]}
   * @param outGrad address of {@code [size]}
   * @param xGrad address of {@code [size]} in {@link #type}, written; may be {@code x} or {@code
   *     outGrad}
   * @param weightGrad address of {@code [size]} fp32, added to
   */
  public void backward(long x, long outGrad, long xGrad, long weightGrad) {
    float scale = scale(x);
    float mean = projection(x, outGrad) * scale / size;
    addProduct(x, scale, outGrad, weightGrad);
    inputGrad(x, scale, outGrad, mean, xGrad);
  }

  private float scale(long x) {
    return (float) (1 / Math.sqrt((double) Rows.dot(type, x, x, size) / size + eps));
  }

  /** {@code sum(outGrad * weight * x)}. */
  private float projection(long x, long outGrad) {
    FloatVector products = FloatVector.zero(F);
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Lanes.loadFloat(weight + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i).mul(w);
      products = grad.fma(Elements.load(type, x, i), products);
    }
    float sum = Lanes.sum(products);
    for (int i = bound; i < size; i++) {
      float grad = Elements.get(type, outGrad, i) * NativeMemory.getFloat(weight + i * 4L);
      sum += grad * Elements.get(type, x, i);
    }
    return sum;
  }

  /** {@code weightGrad += outGrad * x * scale}. */
  private void addProduct(long x, float scale, long outGrad, long weightGrad) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector sum = Lanes.loadFloat(weightGrad + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i);
      FloatVector normalized = Elements.load(type, x, i).mul(scale);
      Lanes.storeFloat(weightGrad + i * 4L, grad.fma(normalized, sum));
    }
    for (int i = bound; i < size; i++) {
      float own = Elements.get(type, outGrad, i) * (Elements.get(type, x, i) * scale);
      NativeMemory.setFloat(weightGrad + i * 4L, NativeMemory.getFloat(weightGrad + i * 4L) + own);
    }
  }

  /** {@code xGrad = scale * (outGrad * weight - x * scale * mean)}. */
  private void inputGrad(long x, float scale, long outGrad, float mean, long xGrad) {
    float factor = scale * mean;
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector w = Lanes.loadFloat(weight + i * 4L);
      FloatVector grad = Elements.load(type, outGrad, i).mul(w);
      FloatVector own = grad.sub(Elements.load(type, x, i).mul(factor)).mul(scale);
      Elements.store(type, xGrad, i, own);
    }
    for (int i = bound; i < size; i++) {
      float grad = Elements.get(type, outGrad, i) * NativeMemory.getFloat(weight + i * 4L);
      Elements.set(type, xGrad, i, (grad - Elements.get(type, x, i) * factor) * scale);
    }
  }
}
