package dev.belay.torch.generate;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Finds out how a multiplication orders its sums, so that {@link FewRowsProduct} can give the same
 * bits: it multiplies a {@link ProductSample} in every order that it knows.
 */
final class FewRowsTrial {

  /** Enough to turn down a wrong order; the right one is held against all. */
  private static final int FIRST_OUTPUTS = 64;

  private static final int FEWEST_INPUTS = 8;

  private FewRowsTrial() {}

  /**
   * The order that gives the bits of a plan's products, if there is one.
   *
   * @param plan of bfloat16 products
   */
  static Optional<SumOrder> order(GemmPlan plan, ProductShape shape) {
    if (shape.inputs() % 2 != 0 || shape.inputs() < FEWEST_INPUTS) {
      return Optional.empty();
    }
    try (TensorScope _ = new TensorScope()) {
      ProductSample sample = ProductSample.of(shape, ComputeType.BFLOAT16);
      int rows = plan.rows().of(ProductSample.ROWS);
      Tensor expected =
          plan.gemm()
              .multiply(sample.input(rows), plan.gemm().pack(sample.weight()), sample.bias())
              .narrow(0, 0, ProductSample.ROWS)
              .contiguous();
      return SumOrder.candidates(shape.inputs()).stream()
          .filter(order -> agrees(order, sample, expected, FIRST_OUTPUTS))
          .filter(order -> agrees(order, sample, expected, shape.outputs()))
          .findFirst();
    }
  }

  /** Whether the first outputs, a shape's all at most, have the expected bits. */
  private static boolean agrees(SumOrder order, ProductSample sample, Tensor expected, int first) {
    int outputs = (int) Math.min(first, sample.weight().size(0));
    try (TensorScope _ = new TensorScope()) {
      Tensor bias = sample.bias() == null ? null : sample.bias().narrow(0, 0, outputs);
      try (FewRowsProduct product =
          new FewRowsProduct(sample.weight().narrow(0, 0, outputs), order, bias)) {
        long address = product.multiply(NativeMemory.address(sample.input()), ProductSample.ROWS);
        return NativeMemory.tensor(address, ScalarType.BFloat16, ProductSample.ROWS, outputs)
            .equal(expected.narrow(1, 0, outputs));
      }
    }
  }
}
