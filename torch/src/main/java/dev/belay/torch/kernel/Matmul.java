package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
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
   * The same with a bias, added before the product is rounded.
   *
   * @param bias {@code [out]}
   */
  public static void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
    try (TensorScope _ = new TensorScope()) {
      torch.addmm_out(y, bias, x, weight.t());
    }
  }

  /**
   * The gradient of the bias, summed row after row in fp32.
   *
   * @param yGrad {@code [N, out]}
   * @param biasGrad {@code [out]} fp32, added to
   */
  public static void addBiasGradient(Tensor yGrad, Tensor biasGrad) {
    ComputeType type = ComputeType.of(yGrad);
    long rows = yGrad.size(0);
    long width = yGrad.size(1);
    long from = NativeMemory.address(yGrad);
    long to = NativeMemory.address(biasGrad);
    Parallel.elements(
        width,
        (first, end, _) -> {
          for (long row = 0; row < rows; row++) {
            long part = Elements.at(type, from, row * width + first);
            Rows.add(type, part, to + first * 4, (int) (end - first));
          }
        });
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
