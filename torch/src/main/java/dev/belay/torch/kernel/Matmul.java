package dev.belay.torch.kernel;

import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Products of a linear layer {@code y = x · wᵀ} into memory of the caller's, by libtorch. All
 * tensors are dense and of one type.
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
}
