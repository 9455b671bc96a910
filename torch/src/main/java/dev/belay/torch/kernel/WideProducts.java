package dev.belay.torch.kernel;

import dev.belay.torch.library.BlasThreads;
import dev.belay.torch.library.NativeLibraries;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Small fp32 products that stand beside large bfloat16 ones, as those of adapters do. Their rows
 * are divided over Belay's threads, which park when they are done, with one thread of {@link
 * BlasThreads} for each: so the large products beside them keep the cores.
 */
public final class WideProducts {

  static {
    NativeLibraries.load();
  }

  private WideProducts() {}

  /**
   * A product, in the caller's scope.
   *
   * @param a {@code [M, K]} fp32
   * @param b {@code [K, N]} fp32
   * @return {@code [M, N]}
   */
  public static Tensor of(Tensor a, Tensor b) {
    Tensor product =
        torch.empty(
            new long[] {a.size(0), b.size(1)},
            new TensorOptions(ScalarType.Float),
            new MemoryFormatOptional());
    rows(a, (from, count) -> torch.mm_out(product.narrow(0, from, count), part(a, from, count), b));
    return product;
  }

  /**
   * Adds {@code scale · a · b}.
   *
   * @param target {@code [M, N]} fp32, added to
   * @param a {@code [M, K]} fp32
   * @param b {@code [K, N]} fp32
   */
  public static void add(Tensor target, Tensor a, Tensor b, double scale) {
    rows(
        a,
        (from, count) -> {
          try (Scalar one = new Scalar(1);
              Scalar factor = new Scalar(scale)) {
            target.narrow(0, from, count).addmm_(part(a, from, count), b, one, factor);
          }
        });
  }

  /** Some rows of a product. */
  @FunctionalInterface
  private interface RowsTask {
    void run(long from, long count);
  }

  private static void rows(Tensor a, RowsTask task) {
    BlasThreads.one(
        () ->
            Parallel.rows(
                Math.toIntExact(a.size(0)),
                (from, to, _) -> {
                  try (TensorScope _ = new TensorScope()) {
                    task.run(from, to - from);
                  }
                }));
  }

  private static Tensor part(Tensor rows, long from, long count) {
    return rows.narrow(0, from, count);
  }
}
