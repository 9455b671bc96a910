package dev.belay.torch.optim;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * Products of one parameter's gradients in the geometry of Adam's next step: with the moments m and
 * v as they stand before it, {@code P = 1/(√v̂ + ε)} and the direction {@code d = β₁ m + (1 − β₁)
 * g}.
 *
 * @param g address of the gradient that the step is for
 * @param a address of the gradient that it must not oppose
 * @param m address of the first moment
 * @param v address of the second moment
 * @param beta1 decay of the first moment
 * @param rootScale what turns √v into √v̂
 * @param eps added to it
 */
record AdamGeometry(long g, long a, long m, long v, float beta1, float rootScale, float eps) {

  /** The geometry at a parameter. */
  static AdamGeometry of(Parameter parameter, long g, AdamW optimizer) {
    AdamW.Settings settings = optimizer.settings();
    // Before the first step v is 0, and so is its correction: P is then the same everywhere.
    double steps = optimizer.steps();
    double correction = steps == 0 ? 1 : 1 - Math.pow(settings.beta2(), steps);
    return new AdamGeometry(
        g,
        NativeMemory.address(parameter.grad()),
        NativeMemory.address(parameter.firstMoment()),
        NativeMemory.address(parameter.secondMoment()),
        (float) settings.beta1(),
        (float) (1 / Math.sqrt(correction)),
        (float) settings.eps());
  }

  /** Σ a P d over {@code [begin, end)}. */
  float gradientDotStep(long begin, long end) {
    FloatVector sums = FloatVector.zero(Lanes.F);
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      sums = Lanes.loadFloat(a + i * 4).fma(direction(i).div(root(i)), sums);
    }
    float sum = Lanes.sum(sums);
    for (; i < end; i++) {
      sum += NativeMemory.getFloat(a + i * 4) * directionOf(i) / rootOf(i);
    }
    return sum;
  }

  /** Σ a P a over {@code [begin, end)}. */
  float gradientSquares(long begin, long end) {
    FloatVector sums = FloatVector.zero(Lanes.F);
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      FloatVector x = Lanes.loadFloat(a + i * 4);
      sums = x.fma(x.div(root(i)), sums);
    }
    float sum = Lanes.sum(sums);
    for (; i < end; i++) {
      float x = NativeMemory.getFloat(a + i * 4);
      sum += x * x / rootOf(i);
    }
    return sum;
  }

  /** Σ d P d over {@code [begin, end)}. */
  float stepSquares(long begin, long end) {
    FloatVector sums = FloatVector.zero(Lanes.F);
    long i = begin;
    for (; i <= end - WIDTH; i += WIDTH) {
      FloatVector d = direction(i);
      sums = d.fma(d.div(root(i)), sums);
    }
    float sum = Lanes.sum(sums);
    for (; i < end; i++) {
      sum += directionOf(i) * directionOf(i) / rootOf(i);
    }
    return sum;
  }

  private FloatVector direction(long i) {
    FloatVector moment = Lanes.loadFloat(m + i * 4).mul(beta1);
    return Lanes.loadFloat(g + i * 4).mul(1 - beta1).add(moment);
  }

  private FloatVector root(long i) {
    return Lanes.loadFloat(v + i * 4).sqrt().mul(rootScale).add(eps);
  }

  private float directionOf(long i) {
    return NativeMemory.getFloat(g + i * 4) * (1 - beta1)
        + NativeMemory.getFloat(m + i * 4) * beta1;
  }

  private float rootOf(long i) {
    return (float) Math.sqrt(NativeMemory.getFloat(v + i * 4)) * rootScale + eps;
  }
}
