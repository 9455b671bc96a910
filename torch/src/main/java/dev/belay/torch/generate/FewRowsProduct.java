package dev.belay.torch.generate;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.zeros;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Products of one or two rows with a bfloat16 weight. Such a product costs what reading the weight
 * costs, and this one reads it as fast as memory gives it, half as fast again as oneDNN. The sums
 * are oneDNN's to the last bit, as {@link FewRowsTrial} finds out, so that a completion stays the
 * same whatever shares its batch.
 *
 * <p>Used by one thread at a time.
 */
final class FewRowsProduct implements AutoCloseable {

  /** From three rows on oneDNN is as fast. */
  static final int MOST_ROWS = 2;

  private final int outputs;
  private final int inputs;
  private final SumOrder order;
  private final int inWide;
  private final int padded;
  private final Tensor wide;
  private final Tensor narrow;
  private final float @Nullable [] bias;
  private final float[] x;
  private final float[] sums;
  private final Tensor product;

  /**
   * Copies a weight into the order it is read in.
   *
   * @param weight {@code [N, K]} bfloat16, dense, K even
   * @param order of the sums
   * @param bias {@code [N]} bfloat16, or null
   */
  FewRowsProduct(Tensor weight, SumOrder order, @Nullable Tensor bias) {
    this.outputs = (int) weight.size(0);
    this.inputs = (int) weight.size(1);
    this.order = order;
    this.inWide = outputs / FewRowsKernel.WIDE * FewRowsKernel.WIDE;
    this.padded = (outputs + WIDTH - 1) / WIDTH * WIDTH;
    try (TensorScope _ = new TensorScope()) {
      Tensor pairs = weight.view(ScalarType.Int);
      Tensor rest = pairs.narrow(0, inWide, outputs - inWide);
      this.wide = panels(pairs.narrow(0, 0, inWide), FewRowsKernel.WIDE);
      this.narrow =
          panels(
              constant_pad_nd(rest, new long[] {0, 0, 0, padded - outputs}, new Scalar(0)), WIDTH);
      TensorOptions type = new TensorOptions(ScalarType.BFloat16);
      this.product =
          TensorScope.retain(zeros(new long[] {(long) MOST_ROWS * outputs + WIDTH}, type));
    }
    this.bias = bias == null ? null : widened(bias, padded);
    this.x = new float[MOST_ROWS * inputs];
    this.sums = new float[MOST_ROWS * padded];
  }

  /** {@code [rows, K/2]} as {@code [rows / width, K/2, width]}. */
  private static Tensor panels(Tensor pairs, int width) {
    return TensorScope.retain(
        pairs.reshape(pairs.size(0) / width, width, pairs.size(1)).transpose(1, 2).contiguous());
  }

  private static float[] widened(Tensor bias, int padded) {
    float[] values = new float[padded];
    long address = NativeMemory.address(bias);
    for (int i = 0; i < bias.numel(); i++) {
      values[i] = NativeMemory.getBfloat16(address + 2L * i);
    }
    return values;
  }

  /**
   * {@code input · weightᵀ + bias}.
   *
   * @param input address of {@code [rows, K]} bfloat16, dense
   * @param rows 1 to {@link #MOST_ROWS}
   * @return address of {@code [rows, N]} bfloat16, dense, valid until the next call
   */
  long multiply(long input, int rows) {
    for (int i = 0; i < rows * inputs; i++) {
      x[i] = NativeMemory.getBfloat16(input + 2L * i);
    }
    sumWide(rows);
    sumNarrow(rows);
    long target = NativeMemory.address(product);
    for (int row = 0; row < rows; row++) {
      round(row, target + 2L * row * outputs);
    }
    return target;
  }

  /** A panel of weights is read from memory once, and from the cache for the next row. */
  private void sumWide(int rows) {
    long panel = address(wide);
    for (int output = 0; output < inWide; output += FewRowsKernel.WIDE) {
      for (int row = 0; row < rows; row++) {
        sumRuns(panel, row, output, FewRowsKernel.WIDE);
      }
      panel += 2L * inputs * FewRowsKernel.WIDE;
    }
  }

  private void sumNarrow(int rows) {
    long panel = address(narrow);
    for (int output = inWide; output < padded; output += WIDTH) {
      for (int row = 0; row < rows; row++) {
        sumRuns(panel, row, output, WIDTH);
      }
      panel += 2L * inputs * WIDTH;
    }
  }

  private void sumRuns(long panel, int row, int output, int width) {
    for (int start = 0; start < inputs; start += order.length()) {
      long weights = panel + 2L * start * width;
      int pairs = Math.min(order.length(), inputs - start) / 2;
      sumRun(weights, pairs, row * inputs + start, row * padded + output, width, start == 0);
    }
  }

  private void sumRun(long weights, int pairs, int input, int sum, int width, boolean first) {
    boolean isWide = width == FewRowsKernel.WIDE;
    switch (order) {
      case SumOrder.OddThenEven _ when isWide ->
          FewRowsKernel.wide(weights, pairs, x, input, sums, sum, first);
      case SumOrder.OddThenEven _ ->
          FewRowsKernel.narrow(weights, pairs, x, input, sums, sum, first);
      case SumOrder.OddBesideEven _ when isWide ->
          FewRowsKernel.wideApart(weights, pairs, x, input, sums, sum, first);
      case SumOrder.OddBesideEven _ ->
          FewRowsKernel.narrowApart(weights, pairs, x, input, sums, sum, first);
    }
  }

  /** Of memory that may be none at all. */
  private static long address(Tensor panels) {
    return panels.numel() == 0 ? 0 : NativeMemory.address(panels);
  }

  /** Whole vectors: what is written behind the row's end belongs to the next row or to nobody. */
  private void round(int row, long target) {
    for (int i = 0; i < outputs; i += WIDTH) {
      FloatVector sum = FloatVector.fromArray(F, sums, row * padded + i);
      FloatVector whole = bias == null ? sum : sum.add(FloatVector.fromArray(F, bias, i));
      Lanes.storeBfloat16(target + 2L * i, whole);
    }
  }

  @Override
  public void close() {
    wide.close();
    narrow.close();
    product.close();
  }
}
