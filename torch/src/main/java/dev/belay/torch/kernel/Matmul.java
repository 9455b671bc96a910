package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The three products of a linear layer {@code y = x · wᵀ}, by libtorch. All tensors are dense.
 * Weights and activations share a type; gradients of weights are summed in fp32.
 */
public final class Matmul {

  private Matmul() {}

  /**
   * The forward product.
   *
   * @param x {@code [N, in]}
   * @param weight {@code [out, in]}
   * @param y {@code [N, out]}, written
   */
  public static void forward(Tensor x, Tensor weight, Tensor y) {
    try (TensorScope _ = new TensorScope()) {
      torch.mm_out(y, x, weight.t());
    }
  }

  /**
   * The gradient of the input.
   *
   * @param yGrad {@code [N, out]}
   * @param weight {@code [out, in]}
   * @param xGrad {@code [N, in]}, written
   */
  public static void inputGradient(Tensor yGrad, Tensor weight, Tensor xGrad) {
    try (TensorScope _ = new TensorScope()) {
      torch.mm_out(xGrad, yGrad, weight);
    }
  }

  /**
   * Adds the gradient of the weight. In bf16 one call's product is rounded before it is added; sums
   * over calls are fp32.
   *
   * @param yGrad {@code [N, out]}
   * @param x {@code [N, in]}
   * @param grad {@code [out, in]} fp32, added to
   * @param scratch memory for one product
   */
  public static void addWeightGradient(
      ComputeType type, Tensor yGrad, Tensor x, Tensor grad, NativeBuffer scratch) {
    try (TensorScope _ = new TensorScope()) {
      if (type == ComputeType.FLOAT32) {
        torch.addmm_out(grad, grad, yGrad.t(), x, new Scalar(1), new Scalar(1));
        return;
      }
      long product = scratch.reserve(grad.numel() * type.bytes());
      long out = grad.size(0);
      long in = grad.size(1);
      torch.mm_out(NativeMemory.tensor(product, type.scalarType(), out, in), yGrad.t(), x);
      long sum = NativeMemory.address(grad);
      Parallel.elements(
          out * in,
          (from, to, _) ->
              Rows.add(type, Elements.at(type, product, from), sum + from * 4, (int) (to - from)));
    }
  }
}
