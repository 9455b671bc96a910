package dev.belay.measure.speed;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.library.NativeLibraries;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the machine's libraries and memory allow, whatever program runs on them: a speed is judged
 * by how near it comes.
 *
 * @param gemmFlops multiplications and additions a second of {@code [2048, 576] · [576, 3072]}, the
 *     widest product of a training step of SmolLM2-135M
 * @param decodeGemmFlops the same with 32 rows, as in generation
 * @param memoryBytesPerSecond reading memory that no cache holds, by all threads
 */
public record MachineLimits(double gemmFlops, double decodeGemmFlops, double memoryBytesPerSecond) {

  static {
    NativeLibraries.load();
  }

  private static final int TRAINING_ROWS = 2048;
  private static final int DECODE_ROWS = 32;
  private static final int INPUTS = 576;
  private static final int OUTPUTS = 3072;
  private static final long MEMORY_BYTES = 1L << 29;
  private static final int REPEATS = 5;

  /** Measures for about a second, on {@link Parallel#threads()} threads. */
  public static MachineLimits measure(ComputeType type) {
    return new MachineLimits(gemm(type, TRAINING_ROWS, 4), gemm(type, DECODE_ROWS, 100), memory());
  }

  /** The instructions that libtorch's own kernels were chosen for, such as {@code AVX512}. */
  public static String libraryKernels() {
    return torch.get_cpu_capability().getString();
  }

  /** The best of some repeats: whatever disturbs a measurement makes it slower. */
  private static double gemm(ComputeType type, int rows, int calls) {
    try (TensorScope _ = new TensorScope()) {
      Tensor x = ones(type, rows, INPUTS);
      Tensor weight = ones(type, OUTPUTS, INPUTS);
      double best = 0;
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
          try (TensorScope _ = new TensorScope()) {
            var _ = Matmul.forward(x, weight);
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, 2.0 * rows * INPUTS * OUTPUTS * calls / seconds);
      }
      return best;
    }
  }

  private static Tensor ones(ComputeType type, int rows, int columns) {
    return torch.ones(new long[] {rows, columns}, new TensorOptions(type.scalarType()));
  }

  private static double memory() {
    try (TensorScope _ = new TensorScope()) {
      Tensor buffer =
          torch.ones(new long[] {MEMORY_BYTES / 4}, new TensorOptions(ScalarType.Float));
      long address = NativeMemory.address(buffer);
      double[] sums = new double[Parallel.threads()];
      double best = 0;
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        long start = System.nanoTime();
        Parallel.elements(
            MEMORY_BYTES / 4, (from, to, worker) -> sums[worker] = sum(address, from, to));
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, MEMORY_BYTES / seconds);
      }
      if (!(sums[0] > 0)) {
        throw new IllegalStateException("the memory that was read held ones, summed to " + sums[0]);
      }
      return best;
    }
  }

  private static double sum(long address, long from, long to) {
    FloatVector even = FloatVector.zero(Lanes.F);
    FloatVector odd = even;
    for (long i = from; i + 2L * Lanes.WIDTH <= to; i += 2L * Lanes.WIDTH) {
      even = even.add(Lanes.loadFloat(address + i * 4));
      odd = odd.add(Lanes.loadFloat(address + (i + Lanes.WIDTH) * 4));
    }
    return Lanes.sum(even.add(odd));
  }
}
