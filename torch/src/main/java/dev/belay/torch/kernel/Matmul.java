package dev.belay.torch.kernel;

import dev.belay.torch.library.NativeLibraries;
import dev.belay.torch.machine.ProductType;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.function.Consumer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Products of a linear layer {@code y = x · wᵀ} and their gradients, by libtorch. All tensors are
 * dense and of one type; sums are fp32 and rounded once. Where {@link ProductType} says so, fp32
 * copies are multiplied, which live during the call.
 */
public final class Matmul {

  static {
    NativeLibraries.load();
  }

  private Matmul() {}

  /**
   * The forward product, in the caller's scope.
   *
   * @param x {@code [N, in]}
   * @param weight {@code [out, in]}
   * @return {@code [N, out]}
   */
  public static Tensor forward(Tensor x, Tensor weight) {
    return result(x, x.size(0), weight.size(0), y -> forward(x, weight, y));
  }

  /**
   * The forward product into memory of the caller's.
   *
   * @param x {@code [N, in]}
   * @param weight {@code [out, in]}
   * @param y {@code [N, out]}, written
   */
  public static void forward(Tensor x, Tensor weight, Tensor y) {
    try (TensorScope _ = new TensorScope()) {
      if (isWidened(x)) {
        y.copy_(wide(x).mm(wide(weight).t()));
      } else {
        torch.mm_out(y, x, weight.t());
      }
    }
  }

  /**
   * The same with a bias, added before the product is rounded.
   *
   * @param bias {@code [out]}
   */
  public static void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
    try (TensorScope _ = new TensorScope()) {
      if (isWidened(x)) {
        y.copy_(torch.addmm(wide(bias), wide(x), wide(weight).t()));
      } else {
        torch.addmm_out(y, bias, x, weight.t());
      }
    }
  }

  /**
   * The gradient of the input, in the caller's scope.
   *
   * @param yGrad {@code [N, out]}
   * @param weight {@code [out, in]}
   * @return {@code [N, in]}
   */
  public static Tensor inputGradient(Tensor yGrad, Tensor weight) {
    return result(
        yGrad, yGrad.size(0), weight.size(1), xGrad -> inputGradient(yGrad, weight, xGrad));
  }

  /**
   * The gradient of the input into memory of the caller's.
   *
   * @param yGrad {@code [N, out]}
   * @param weight {@code [out, in]}
   * @param xGrad {@code [N, in]}, written
   */
  public static void inputGradient(Tensor yGrad, Tensor weight, Tensor xGrad) {
    try (TensorScope _ = new TensorScope()) {
      if (isWidened(yGrad)) {
        xGrad.copy_(wide(yGrad).mm(wide(weight)));
      } else {
        torch.mm_out(xGrad, yGrad, weight);
      }
    }
  }

  /**
   * Adds the gradient of the weight, {@code yGradᵀ · x}. A product in bfloat16 is rounded before it
   * is added; in fp32, nothing is.
   *
   * @param yGrad {@code [N, out]}
   * @param x {@code [N, in]}
   * @param weightGrad {@code [out, in]} fp32, dense, added to
   */
  public static void addWeightGradient(Tensor yGrad, Tensor x, Tensor weightGrad) {
    try (TensorScope _ = new TensorScope()) {
      if (ProductType.of(ComputeType.of(x)) == ComputeType.FLOAT32) {
        weightGrad.addmm_(wide(yGrad).t(), wide(x));
      } else {
        add(yGrad.t().mm(x), weightGrad);
      }
    }
  }

  private static void add(Tensor product, Tensor sum) {
    ComputeType type = ComputeType.of(product);
    long from = NativeMemory.address(product);
    long to = NativeMemory.address(sum);
    Parallel.elements(
        product.numel(),
        (first, end, _) ->
            Rows.add(type, Elements.at(type, from, first), to + first * 4, (int) (end - first)));
  }

  private static Tensor result(Tensor like, long rows, long columns, Consumer<Tensor> product) {
    Tensor result =
        torch.empty(
            new long[] {rows, columns},
            new TensorOptions(like.scalar_type()),
            new MemoryFormatOptional());
    product.accept(result);
    return result;
  }

  private static boolean isWidened(Tensor tensor) {
    ComputeType type = ComputeType.of(tensor);
    return ProductType.of(type) != type;
  }

  private static Tensor wide(Tensor tensor) {
    return tensor.to(ScalarType.Float);
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
}
