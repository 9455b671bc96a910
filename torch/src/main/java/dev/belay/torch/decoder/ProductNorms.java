package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.ProductNorm;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/** RMS norms of what products gave, over all rows of a batch: heads' queries and keys, branches. */
final class ProductNorms {

  /** Rows whose weight gradients are summed together, whatever the number of threads. */
  private static final int BLOCK = 64;

  private final DecoderShape shape;
  private final NormFactors factors;
  private final NativeBuffer partialSums;

  /**
   * @param partialSums memory for {@link #backward}
   */
  ProductNorms(DecoderShape shape, NormFactors factors, NativeBuffer partialSums) {
    this.shape = shape;
    this.factors = factors;
    this.partialSums = partialSums;
  }

  /**
   * Vectors of a norm's size, some of them side by side in each row.
   *
   * @param type of elements
   * @param address of the first row's first vector
   * @param stride elements from one row to the next
   * @param count vectors of a row
   */
  record Vectors(ComputeType type, long address, int stride, int count) {

    private long at(int row, int index, int size) {
      return Elements.at(type, address, (long) row * stride + (long) index * size);
    }
  }

  /** The whole rows {@code [N, H]} of a branch. */
  Vectors branch(ComputeType type, long address) {
    return new Vectors(type, address, shape.hidden(), 1);
  }

  private ProductNorm norm(Tensor weight) {
    return new ProductNorm(
        shape.type(), factors.of(weight), (int) weight.numel(), shape.config().rmsNormEps());
  }

  /**
   * Normalises.
   *
   * @param out written; may be {@code x}
   */
  void forward(int rows, Tensor weight, Vectors x, Vectors out) {
    ProductNorm norm = norm(weight);
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            for (int i = 0; i < x.count(); i++) {
              norm.forward(x.at(row, i, norm.size()), out.at(row, i, norm.size()));
            }
          }
        });
  }

  /**
   * The gradient.
   *
   * @param xGrad written; may be {@code x} or {@code outGrad}
   * @param weightGrad fp32, added to
   */
  void backward(
      int rows, Tensor weight, Vectors x, Vectors outGrad, Vectors xGrad, Tensor weightGrad) {
    ProductNorm norm = norm(weight);
    int size = norm.size();
    int blocks = (rows + BLOCK - 1) / BLOCK;
    long sums = partialSums.reserve((long) blocks * size * 4);
    Parallel.rows(
        blocks,
        (from, to, _) -> {
          NativeMemory.zero(sums + (long) from * size * 4, (long) (to - from) * size * 4);
          for (int row = from * BLOCK; row < Math.min(rows, to * BLOCK); row++) {
            long sum = sums + (long) (row / BLOCK) * size * 4;
            for (int i = 0; i < x.count(); i++) {
              norm.backward(
                  x.at(row, i, size), outGrad.at(row, i, size), xGrad.at(row, i, size), sum);
            }
          }
        });
    for (int block = 0; block < blocks; block++) {
      long sum = sums + (long) block * size * 4;
      Rows.addScaled(sum, 1, NativeMemory.address(weightGrad), size);
    }
  }
}
