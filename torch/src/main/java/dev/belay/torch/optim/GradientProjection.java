package dev.belay.torch.optim;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Two gradients that have to be known apart once: g, set aside, and a, added up since. They are
 * joined as SafeGrad does (arXiv 2508.07172): where {@code g·a < 0}, g gives up what opposes a, and
 * becomes {@code g − (g·a/|a|²) a}; then {@code weight · a} is added. One product over all
 * parameters.
 *
 * <p>The copy of g is fp32, made on the first use and kept.
 */
public final class GradientProjection implements AutoCloseable {

  /** Below it, a is taken for 0: there is no direction to keep. */
  private static final double LEAST_SQUARES = 1e-9;

  private static final int BLOCK = 1 << 14;

  private final List<Parameter> parameters;
  private final List<Tensor> aside = new ArrayList<>();

  /**
   * What the two gradients had to do with each other.
   *
   * @param cosine of g and a; NaN when either is 0
   * @param isProjected whether g gave something up
   */
  public record Result(double cosine, boolean isProjected) {}

  /** A projection over the gradients of the parameters that are trained. */
  public GradientProjection(List<Parameter> parameters) {
    this.parameters = parameters.stream().filter(Parameter::isTrained).toList();
  }

  /** Sets the gradients aside; those of the parameters are zero afterwards. */
  public void setAside() {
    for (int i = 0; i < parameters.size(); i++) {
      Tensor grad = parameters.get(i).grad();
      if (aside.size() == i) {
        try (TensorScope _ = new TensorScope()) {
          aside.add(TensorScope.retain(torch.empty_like(grad)));
        }
      }
      aside.get(i).copy_(grad);
      grad.zero_();
    }
  }

  /**
   * Joins the gradients that were set aside with those added up since, which {@code weight}
   * multiplies; the sum stands in the parameters' gradients.
   */
  public Result join(double weight) {
    double gg = 0;
    double ga = 0;
    double aa = 0;
    for (int i = 0; i < parameters.size(); i++) {
      long g = NativeMemory.address(aside.get(i));
      long a = NativeMemory.address(parameters.get(i).grad());
      long size = parameters.get(i).size();
      gg += sum(size, (from, to) -> GradientKernel.dot(g, g, from, to));
      ga += sum(size, (from, to) -> GradientKernel.dot(g, a, from, to));
      aa += sum(size, (from, to) -> GradientKernel.dot(a, a, from, to));
    }
    double k = aa > LEAST_SQUARES ? Math.min(0, ga) / aa : 0;
    add(weight - k);
    return new Result(ga / Math.sqrt(gg * aa), k < 0);
  }

  /**
   * The same in the geometry of Adam's next step, {@code P d} with {@code d = β₁ m + (1 − β₁) g}
   * and {@code P = 1/(√v + ε)}, moments as they stand before it. Where {@code a·P d < 0}, d becomes
   * {@code d − k a} with {@code k = a·P d / a·P a}: to first order the step then leaves the other
   * loss as it is. Clipping is not foreseen.
   */
  public Result join(double weight, AdamW optimizer) {
    double ad = 0;
    double apa = 0;
    double dpd = 0;
    double aa = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      long g = NativeMemory.address(aside.get(i));
      AdamGeometry at = AdamGeometry.of(parameter, g, optimizer);
      ad += sum(parameter.size(), at::gradientDotStep);
      apa += sum(parameter.size(), at::gradientSquares);
      dpd += sum(parameter.size(), at::stepSquares);
      aa += sum(parameter.size(), (from, to) -> GradientKernel.dot(at.a(), at.a(), from, to));
    }
    double k = aa > LEAST_SQUARES ? Math.min(0, ad) / apa : 0;
    add(weight - k / (1 - optimizer.settings().beta1()));
    return new Result(ad / Math.sqrt(dpd * apa), k < 0);
  }

  /** Puts {@code g + factor · a} in place of a. */
  private void add(double factor) {
    for (int i = 0; i < parameters.size(); i++) {
      long g = NativeMemory.address(aside.get(i));
      long a = NativeMemory.address(parameters.get(i).grad());
      Parallel.elements(
          parameters.get(i).size(),
          (from, to, _) -> GradientKernel.addScaled(g, a, (float) factor, from, to));
    }
  }

  /** A sum over the elements {@code [from, to)}. */
  @FunctionalInterface
  private interface Sum {
    float of(long from, long to);
  }

  /** In blocks of fixed size whose sums are added in order, whatever the number of threads. */
  private static double sum(long size, Sum part) {
    double[] blocks = new double[Math.toIntExact((size + BLOCK - 1) / BLOCK)];
    Parallel.rows(
        blocks.length,
        (from, to, _) -> {
          for (int block = from; block < to; block++) {
            long begin = (long) block * BLOCK;
            blocks[block] = part.of(begin, Math.min(size, begin + BLOCK));
          }
        });
    double sum = 0;
    for (double block : blocks) {
      sum += block;
    }
    return sum;
  }

  @Override
  public void close() {
    aside.forEach(Tensor::close);
    aside.clear();
  }
}
