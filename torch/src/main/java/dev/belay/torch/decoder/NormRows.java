package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.RmsNorm;
import dev.belay.torch.kernel.RowPasses;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/** RMS norms over all rows of a batch, with what surrounds them in the residual stream. */
final class NormRows {

  /** Rows whose weight gradients are summed together, whatever the number of threads. */
  private static final int BLOCK = 64;

  private final DecoderShape shape;
  private final NormFactors factors;
  private final NativeBuffer partialSums;
  private final float multiplier;

  /**
   * @param partialSums memory for {@link #backward}
   * @param multiplier of what the norms give
   */
  NormRows(DecoderShape shape, NormFactors factors, NativeBuffer partialSums, float multiplier) {
    this.shape = shape;
    this.factors = factors;
    this.partialSums = partialSums;
    this.multiplier = multiplier;
  }

  private RmsNorm norm(Tensor weight) {
    return new RmsNorm(
        shape.type(), factors.of(weight, multiplier), shape.hidden(), shape.config().rmsNormEps());
  }

  /**
   * Adds what the layer before left, then normalises.
   *
   * @param addend address of {@code [N, H]}, or 0 for none
   * @param residual address of {@code [N, H]} fp32, added to
   * @param normalized address of {@code [N, H]}, written
   * @param scales address of {@code [N]} fp32, written
   * @param out address of {@code [N, H]}, written
   */
  void forward(
      int rows, Tensor weight, long addend, long residual, long normalized, long scales, long out) {
    RmsNorm norm = norm(weight);
    ComputeType type = shape.type();
    int width = shape.hidden();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            long x = residual + start * 4;
            add(addend, start, x);
            float scale =
                norm.forward(
                    x, Elements.at(type, normalized, start), Elements.at(type, out, start));
            NativeMemory.setFloat(scales + row * 4L, scale);
          }
        });
  }

  private void add(long addend, long start, long x) {
    if (addend != 0) {
      long own = Elements.at(shape.type(), addend, start);
      Rows.add(shape.type(), own, shape.branchMultiplier(), x, shape.hidden());
    }
  }

  /**
   * Adds what the layer before left, and gives the stream as it is, where there is no norm.
   *
   * @param addend address of {@code [N, H]}, or 0 for none
   * @param residual address of {@code [N, H]} fp32, added to
   * @param out address of {@code [N, H]}, written
   */
  void pass(int rows, long addend, long residual, long out) {
    int width = shape.hidden();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            add(addend, start, residual + start * 4);
            long target = Elements.at(shape.type(), out, start);
            Rows.round(shape.type(), residual + start * 4, target, width);
          }
        });
  }

  /**
   * The gradient of {@link #pass}: adds to the residual stream's.
   *
   * @param outGrads address of {@code [N, H]}
   * @param residualGrads address of {@code [N, H]} fp32, added to
   * @param rounded address of {@code [N, H]}: {@code residualGrads} in the compute type, written
   *     unless it is the same
   */
  void passBackward(int rows, long outGrads, long residualGrads, long rounded) {
    ComputeType type = shape.type();
    int width = shape.hidden();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            long sum = residualGrads + start * 4;
            Rows.add(type, Elements.at(type, outGrads, start), sum, width);
            if (rounded != residualGrads) {
              Rows.round(type, sum, Elements.at(type, rounded, start), width);
            }
          }
        });
  }

  /**
   * Adds the norm's gradient to the residual stream's and to the weight's, and turns {@code
   * normalized} into the norm's output.
   *
   * @param outGrads address of {@code [N, H]}
   * @param normalized address of {@code [N, H]}, overwritten
   * @param scales address of {@code [N]} fp32
   * @param residualGrads address of {@code [N, H]} fp32, added to
   * @param rounded address of {@code [N, H]}: {@code residualGrads} in the compute type, written
   *     unless it is the same
   * @param weightGrad {@code [H]} fp32, added to
   */
  void backward(
      int rows,
      Tensor weight,
      long outGrads,
      long normalized,
      long scales,
      long residualGrads,
      long rounded,
      Tensor weightGrad) {
    RmsNorm norm = norm(weight);
    ComputeType type = shape.type();
    int width = shape.hidden();
    int blocks = (rows + BLOCK - 1) / BLOCK;
    long sums = partialSums.reserve((long) blocks * width * 4);
    RowPasses passes =
        RowPasses.of(
            (from, to, _) -> {
              for (int row = from; row < to; row++) {
                long start = (long) row * width;
                norm.backward(
                    Elements.at(type, normalized, start),
                    NativeMemory.getFloat(scales + row * 4L),
                    Elements.at(type, outGrads, start),
                    residualGrads + start * 4,
                    sums + (long) (row / BLOCK) * width * 4);
              }
            },
            (from, to, _) -> {
              for (int row = from; row < to; row++) {
                long start = (long) row * width;
                norm.restoreOutput(Elements.at(type, normalized, start));
                if (rounded != residualGrads) {
                  long target = Elements.at(type, rounded, start);
                  Rows.round(type, residualGrads + start * 4, target, width);
                }
              }
            });
    Parallel.rows(
        blocks,
        (from, to, worker) -> {
          NativeMemory.zero(sums + (long) from * width * 4, (long) (to - from) * width * 4);
          passes.run(from * BLOCK, Math.min(rows, to * BLOCK), worker);
        });
    addBlocks(sums, blocks, NativeMemory.address(weightGrad));
  }

  private void addBlocks(long sums, int blocks, long target) {
    int width = shape.hidden();
    for (int block = 0; block < blocks; block++) {
      Rows.addScaled(sums + (long) block * width * 4, multiplier, target, width);
    }
  }
}
