package dev.belay.torch.optim;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.NonFiniteException;
import java.util.List;

/**
 * The Euclidean norm of all gradients together, and the factor that clips it.
 *
 * <p>Squares are summed in blocks of fixed size whose sums are added in order, so the result does
 * not depend on the number of threads.
 *
 * @param value the norm before clipping
 */
public record GradientNorm(double value) {

  private static final int BLOCK = 1 << 14;

  /**
   * Measures the gradients of the parameters that are trained.
   *
   * @throws NonFiniteException naming parameter and element, if one is infinite or not a number
   */
  public static GradientNorm of(List<Parameter> parameters) {
    double squares = 0;
    for (Parameter parameter : parameters) {
      squares += parameter.isTrained() ? squares(parameter) : 0;
    }
    return new GradientNorm(Math.sqrt(squares));
  }

  /**
   * What to multiply the gradients by, so that their norm becomes {@code maxNorm} at most: {@code
   * maxNorm / (norm + 1e-6)}, as {@code torch.nn.utils.clip_grad_norm_} has it.
   *
   * @param maxNorm 0 turns clipping off
   */
  public double clipScale(double maxNorm) {
    if (!(maxNorm >= 0)) {
      throw new IllegalArgumentException("clip_norm must be 0 (off) or more, was " + maxNorm);
    }
    return maxNorm == 0 ? 1 : Math.min(1, maxNorm / (value + 1e-6));
  }

  private static double squares(Parameter parameter) {
    long address = NativeMemory.address(parameter.grad());
    long size = parameter.size();
    double[] blocks = new double[Math.toIntExact((size + BLOCK - 1) / BLOCK)];
    Parallel.rows(
        blocks.length,
        (from, to, _) -> {
          for (int block = from; block < to; block++) {
            long begin = (long) block * BLOCK;
            long end = Math.min(size, begin + BLOCK);
            float sum = GradientKernel.sumOfSquares(address, begin, end);
            blocks[block] =
                Float.isFinite(sum) ? sum : squaresOneByOne(parameter, address, begin, end);
          }
        });
    double sum = 0;
    for (double block : blocks) {
      sum += block;
    }
    return sum;
  }

  /** In fp64, which squares any fp32 without overflow; names what is not finite. */
  private static double squaresOneByOne(Parameter parameter, long address, long begin, long end) {
    double sum = 0;
    for (long i = begin; i < end; i++) {
      float gradient = NativeMemory.getFloat(address + i * Float.BYTES);
      if (!Float.isFinite(gradient)) {
        throw new NonFiniteException(
            "the gradient of %s is %s at element %d".formatted(parameter.name(), gradient, i));
      }
      sum += (double) gradient * gradient;
    }
    return sum;
  }
}
