package dev.belay.torch.loss;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.loss.DivergenceKernel.Row;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The Jensen–Shannon divergence of two laws p and q over one row's vocabulary, {@code ½ KL(p ‖ m) +
 * ½ KL(q ‖ m)} with {@code m = (p + q) / 2}, and its gradient by the logits of p:
 *
 * <pre>dJS/dz_v = ½ p_v (log (p_v / m_v) − KL(p ‖ m))</pre>
 *
 * <p>With {@code x = log q − log p} all of it comes from {@code ℓ(x) = log ((1 + e^x) / 2) = −log
 * (p / m)}. Near 0 terms of first order would cancel, so there the sums take series in {@code y = x
 * / 2} whose terms are of second order: {@code ½ (p log (p / m) + q log (q / m)) = √(pq) (y sinh y
 * − cosh y log cosh y)}.
 */
final class JensenShannonKernel {

  /**
   * Of one row, in nats.
   *
   * @param divergence JS
   * @param toMean KL(p ‖ m), which the gradient needs
   */
  record Sums(double divergence, double toMean) {}

  private static final int BLOCK = 1024;
  private static final float SERIES = 0.5f; // |x| below which series are taken
  private static final float LN_2 = (float) Math.log(2);

  private JensenShannonKernel() {}

  /** The sums of a row. */
  static Sums sums(Row p, Row q, int n) {
    double divergence = 0;
    double toMean = 0;
    int whole = n - n % WIDTH;
    float shift = shift(p, q);
    float logSumExp = (float) p.logSumExp();
    for (int from = 0; from < whole; from += BLOCK) {
      FloatVector js = FloatVector.zero(Lanes.F);
      FloatVector kl = js;
      for (int i = from; i < Math.min(whole, from + BLOCK); i += WIDTH) {
        FloatVector z = p.load(i);
        FloatVector x = q.load(i).sub(z).sub(shift);
        FloatVector logP = z.sub(logSumExp);
        js = js.add(divergenceTerms(logP, x));
        kl = kl.add(toMeanTerms(logP, x));
      }
      divergence += Lanes.sum(js);
      toMean += Lanes.sum(kl);
    }
    for (int i = whole; i < n; i++) {
      double x = q.get(i) - p.get(i) - shift;
      double logP = p.get(i) - p.logSumExp();
      divergence += divergenceTerm(logP, x);
      toMean += toMeanTerm(logP, x);
    }
    return new Sums(divergence, toMean);
  }

  /**
   * Overwrites the logits of p by the gradient.
   *
   * @param e the exponentials of the row
   * @param scale makes probabilities of them, over the temperature
   * @param slope of the loss by the divergence
   */
  static void gradient(long e, Row p, Row q, int n, float scale, double slope, Sums sums) {
    float shift = shift(p, q);
    float factor = (float) (-0.5 * slope * scale);
    float toMean = (float) sums.toMean;
    int whole = n - n % WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector x = q.load(i).sub(p.load(i)).sub(shift);
      FloatVector gradient = Lanes.loadFloat(e + i * 4L).mul(factor).mul(logMean(x).add(toMean));
      Elements.store(p.type(), p.logits(), i, gradient);
    }
    for (int i = whole; i < n; i++) {
      double x = q.get(i) - p.get(i) - shift;
      double gradient = NativeMemory.getFloat(e + i * 4L) * factor * (logMean(x) + sums.toMean);
      Elements.set(p.type(), p.logits(), i, (float) gradient);
    }
  }

  /** What to take from a difference of logits to get x. */
  private static float shift(Row p, Row q) {
    return (float) (q.logSumExp() - p.logSumExp());
  }

  /** ½ (p log (p / m) + q log (q / m)). */
  private static FloatVector divergenceTerms(FloatVector logP, FloatVector x) {
    FloatVector p = Lanes.exp(logP);
    FloatVector q = Lanes.exp(logP.add(x));
    FloatVector log = logMean(x);
    FloatVector far = q.mul(x.sub(log)).sub(p.mul(log)).mul(0.5f);
    FloatVector y = x.mul(0.5f);
    FloatVector squared = y.mul(y);
    FloatVector sum = FloatVector.broadcast(Lanes.F, -1f / 720);
    sum = sum.fma(squared, FloatVector.broadcast(Lanes.F, 1f / 144));
    sum = sum.fma(squared.mul(squared), FloatVector.broadcast(Lanes.F, 0.5f)).mul(squared);
    return far.blend(Lanes.exp(logP.add(y)).mul(sum), isNear(x));
  }

  private static double divergenceTerm(double logP, double x) {
    if (Math.abs(x) >= SERIES) {
      double log = logMean(x);
      return (Math.exp(logP + x) * (x - log) - Math.exp(logP) * log) / 2;
    }
    double y = x / 2;
    double squared = y * y;
    double sum = (-squared / 720 + 1.0 / 144) * squared * squared + 0.5;
    return Math.exp(logP + y) * sum * squared;
  }

  /** {@code p ((e^x − 1) / 2 − ℓ(x))}, which adds up to KL(p ‖ m) since Σ p e^x is 1. */
  private static FloatVector toMeanTerms(FloatVector logP, FloatVector x) {
    FloatVector p = Lanes.exp(logP);
    FloatVector far = Lanes.exp(logP.add(x)).sub(p).mul(0.5f).sub(p.mul(logMean(x)));
    FloatVector phi = FloatVector.broadcast(Lanes.F, 1f / 40320);
    for (float coefficient : new float[] {1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 0.5f}) {
      phi = phi.fma(x, FloatVector.broadcast(Lanes.F, coefficient));
    }
    FloatVector near = phi.mul(x).mul(x).mul(0.5f).sub(logCosh(x.mul(0.5f)));
    return far.blend(p.mul(near), isNear(x));
  }

  private static double toMeanTerm(double logP, double x) {
    double p = Math.exp(logP);
    return Math.abs(x) < SERIES
        ? p * ((Math.expm1(x) - x) / 2 - logCosh(x / 2))
        : (Math.exp(logP + x) - p) / 2 - p * logMean(x);
  }

  private static VectorMask<Float> isNear(FloatVector x) {
    return x.abs().lt(SERIES);
  }

  /** ℓ(x), exactly 0 at 0; {@code log1p(t) = 2 artanh(t / (2 + t))} away from it. */
  private static FloatVector logMean(FloatVector x) {
    FloatVector t = Lanes.exp(x.abs().neg());
    FloatVector s = t.div(t.add(2f));
    FloatVector squared = s.mul(s);
    FloatVector sum = FloatVector.broadcast(Lanes.F, 2f / 11);
    for (float coefficient : new float[] {2f / 9, 2f / 7, 2f / 5, 2f / 3, 2f}) {
      sum = sum.fma(squared, FloatVector.broadcast(Lanes.F, coefficient));
    }
    FloatVector far = sum.mul(s).add(x.max(0f)).sub(LN_2);
    FloatVector y = x.mul(0.5f);
    return far.blend(y.add(logCosh(y)), isNear(x));
  }

  private static double logMean(double x) {
    return Math.abs(x) < SERIES
        ? x / 2 + logCosh(x / 2)
        : Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - Math.log(2);
  }

  /** {@code log cosh y} for |y| ≤ 1/4. */
  private static FloatVector logCosh(FloatVector y) {
    FloatVector squared = y.mul(y);
    FloatVector sum = FloatVector.broadcast(Lanes.F, -17f / 2520);
    for (float coefficient : new float[] {1f / 45, -1f / 12, 0.5f}) {
      sum = sum.fma(squared, FloatVector.broadcast(Lanes.F, coefficient));
    }
    return sum.mul(squared);
  }

  private static double logCosh(double y) {
    double squared = y * y;
    return (((-17 * squared / 2520 + 1.0 / 45) * squared - 1.0 / 12) * squared + 0.5) * squared;
  }
}
