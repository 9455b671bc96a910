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
 * parameters; or, which is stricter, one for each.
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
   * How they are joined.
   *
   * @param inAdamsGeometry whether it is Adam's step for g that must not oppose a, not g itself
   * @param byTensor whether each parameter has a product of its own, with the guard of all; weights
   *     that are multiplied as one, such as those of queries, keys and values, count as one
   */
  public record Rule(boolean inAdamsGeometry, boolean byTensor) {}

  /**
   * What the two gradients had to do with each other.
   *
   * @param cosine of all of g and a; NaN when either is 0
   * @param share of the products in which g gave something up
   */
  public record Result(double cosine, double share) {

    /** Whether g gave something up. */
    public boolean isProjected() {
      return share > 0;
    }
  }

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
   *
   * <p>In the geometry of Adam's next step, {@code P d} with {@code d = β₁ m + (1 − β₁) g} and
   * {@code P = 1/(√v + ε)}, moments as they stand before it: where {@code a·P d < 0}, d becomes
   * {@code d − k a} with {@code k = a·P d / a·P a}. To first order the step then leaves the other
   * loss as it is. Clipping is not foreseen there: it shrinks g, and not what is left of earlier
   * gradients.
   *
   * @param optimizer whose geometry may be asked for
   */
  public Result join(double weight, Rule rule, AdamW optimizer) {
    List<Products> products = new ArrayList<>(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      products.add(rule.inAdamsGeometry() ? ofStep(i, optimizer) : ofGradients(i));
    }
    Products all = products.stream().reduce(Products.NONE, Products::and);
    double ofGradient = rule.inAdamsGeometry() ? 1 - optimizer.settings().beta1() : 1;
    int projected = 0;
    for (int i = 0; i < parameters.size(); i++) {
      double k = (rule.byTensor() ? products.get(i) : all).givenUp();
      projected += k < 0 ? 1 : 0;
      add(i, weight - k / ofGradient);
    }
    return new Result(all.cosine(), (double) projected / Math.max(1, parameters.size()));
  }

  /**
   * What g, or the step for it, has to do with a.
   *
   * @param own g·g, in the metric that is taken
   * @param mixed g·a
   * @param other a·a
   * @param squares |a|², whatever the metric
   */
  private record Products(double own, double mixed, double other, double squares) {

    static final Products NONE = new Products(0, 0, 0, 0);

    Products and(Products more) {
      return new Products(
          own + more.own, mixed + more.mixed, other + more.other, squares + more.squares);
    }

    /** k, which is 0 or less: g gives up {@code k a}. */
    double givenUp() {
      return squares > LEAST_SQUARES ? Math.min(0, mixed) / other : 0;
    }

    double cosine() {
      return mixed / Math.sqrt(own * other);
    }
  }

  private Products ofGradients(int i) {
    long g = NativeMemory.address(aside.get(i));
    long a = NativeMemory.address(parameters.get(i).grad());
    long size = parameters.get(i).size();
    double aa = sum(size, (from, to) -> GradientKernel.dot(a, a, from, to));
    return new Products(
        sum(size, (from, to) -> GradientKernel.dot(g, g, from, to)),
        sum(size, (from, to) -> GradientKernel.dot(g, a, from, to)),
        aa,
        aa);
  }

  private Products ofStep(int i, AdamW optimizer) {
    Parameter parameter = parameters.get(i);
    AdamGeometry at = AdamGeometry.of(parameter, NativeMemory.address(aside.get(i)), optimizer);
    long size = parameter.size();
    return new Products(
        sum(size, at::stepSquares),
        sum(size, at::gradientDotStep),
        sum(size, at::gradientSquares),
        sum(size, (from, to) -> GradientKernel.dot(at.a(), at.a(), from, to)));
  }

  /** Puts {@code g + factor · a} in place of a. */
  private void add(int i, double factor) {
    long g = NativeMemory.address(aside.get(i));
    long a = NativeMemory.address(parameters.get(i).grad());
    Parallel.elements(
        parameters.get(i).size(),
        (from, to, _) -> GradientKernel.addScaled(g, a, (float) factor, from, to));
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
