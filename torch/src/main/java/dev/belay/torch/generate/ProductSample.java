package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.arange;

import dev.belay.torch.tensor.ComputeType;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A product whose bits tell in which order it was summed.
 *
 * <p>Rounding to bfloat16 hides nearly all of that order. So the last weights cancel the sum, and
 * what that leaves of it: the product is then little more than what fp32 rounding did to the sum on
 * its way, and another order shows in half to nine tenths of the numbers.
 *
 * <p>Made and used inside one tensor scope.
 *
 * @param weight {@code [N, K]}
 * @param bias {@code [N]}, or null
 * @param distinctOutputs rows of the weight after which they repeat, as making a large weight of
 *     different ones would take long
 */
record ProductSample(Tensor input, Tensor weight, @Nullable Tensor bias, int distinctOutputs) {

  /** Different rows of the input; a longer input repeats them. */
  static final int ROWS = 2;

  private static final int MOST_DISTINCT_OUTPUTS = 1024;
  private static final int CANCELLATIONS = 2;
  private static final double SMALL = 1.0 / (1 << 14);

  /** Of numbers of all signs and magnitudes; libtorch's generator belongs to others. */
  static ProductSample of(ProductShape shape, ComputeType type) {
    int distinct = Math.min(MOST_DISTINCT_OUTPUTS, shape.outputs());
    Tensor input = numbers(ROWS, shape.inputs(), type);
    Tensor weight = numbers(distinct, shape.inputs(), type);
    if (shape.inputs() >= 2 * ROWS * CANCELLATIONS) {
      cancel(input, weight, type);
    }
    int times = (shape.outputs() + distinct - 1) / distinct;
    Tensor repeated = weight.repeat(times, 1).narrow(0, 0, shape.outputs()).contiguous();
    Tensor bias =
        shape.biased() ? numbers(1, shape.outputs(), type).view(-1).mul(new Scalar(SMALL)) : null;
    return new ProductSample(input, repeated, bias, distinct);
  }

  /** Gives each row of the input columns of its own, where the weights are minus the sum. */
  private static void cancel(Tensor input, Tensor weight, ComputeType type) {
    int columns = ROWS * CANCELLATIONS;
    long first = weight.size(1) - columns;
    input.narrow(1, first, columns).zero_();
    weight.narrow(1, first, columns).zero_();
    Tensor left = weight.to(ScalarType.Double).mm(input.to(ScalarType.Double).t());
    for (int i = 0; i < CANCELLATIONS; i++) {
      Tensor rounded = left.neg().to(type.scalarType());
      weight.narrow(1, first + (long) i * ROWS, ROWS).copy_(rounded);
      input.narrow(1, first + (long) i * ROWS, ROWS).diagonal().fill_(new Scalar(1.0));
      left = left.add(rounded.to(ScalarType.Double));
    }
  }

  private static Tensor numbers(int rows, int columns, ComputeType type) {
    return arange(new Scalar((long) rows * columns), new TensorOptions(ScalarType.Float))
        .sin()
        .pow(new Scalar(3L))
        .view(rows, columns)
        .to(type.scalarType());
  }

  /** The input's rows, again and again: {@code [rows, K]}. */
  Tensor input(int rows) {
    return repeated(input, rows);
  }

  /**
   * Rows, again and again.
   *
   * @param two {@code [2, columns]}
   */
  static Tensor repeated(Tensor two, int rows) {
    return two.repeat((rows + ROWS - 1) / ROWS, 1).narrow(0, 0, rows);
  }
}
