package dev.belay.torch.loss;

import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * The passes that compare two laws over one row's vocabulary, or need each token's log-probability.
 *
 * <p>KL = Σ p (log p − log q) loses all its digits when the laws are close: the terms are of first
 * order and cancel. Since Σ p = Σ q = 1, it equals {@code Σ p φ(x)} with {@code x = log q − log p}
 * and {@code φ(x) = e^x − 1 − x ≥ 0}: every term is of second order, and none is negative. φ comes
 * from its series near 0, and from {@code p φ = q − p − p x} elsewhere, where nothing overflows.
 */
final class DivergenceKernel {

  /** A row after its softmax: where its logits lie, and log Σ exp of them. */
  record Row(ComputeType type, long logits, float inverseTemperature, double logSumExp) {

    FloatVector load(int i) {
      return Elements.load(type, logits, i).mul(inverseTemperature);
    }

    float get(int i) {
      return Elements.get(type, logits, i) * inverseTemperature;
    }
  }

  /** Coefficients of one row's gradient; see {@link #gradient}. */
  record Slopes(float constant, float entropy, float kl, float forwardKl, float scale) {}

  private static final int BLOCK = 1024;
  private static final float SERIES = 0.5f; // |x| below which φ comes from its series

  private DivergenceKernel() {}

  /** KL(policy ‖ reference) of one row in nats; the rows exchanged, KL(reference ‖ policy). */
  static double kl(Row policy, Row reference, int n) {
    double sum = 0;
    int whole = n - n % WIDTH;
    for (int from = 0; from < whole; from += BLOCK) {
      sum += klBlock(policy, reference, from, Math.min(whole, from + BLOCK));
    }
    float shift = shift(policy, reference);
    for (int i = whole; i < n; i++) {
      double logP = policy.get(i) - policy.logSumExp;
      sum += klTerm(logP, reference.get(i) - policy.get(i) - shift);
    }
    return sum;
  }

  /** What to take from a difference of logits to get the difference of log-probabilities. */
  private static float shift(Row policy, Row reference) {
    return (float) (reference.logSumExp - policy.logSumExp);
  }

  private static float klBlock(Row policy, Row reference, int from, int to) {
    FloatVector sum = FloatVector.zero(Lanes.F);
    float shift = shift(policy, reference);
    float logSumExp = (float) policy.logSumExp;
    for (int i = from; i < to; i += WIDTH) {
      FloatVector z = policy.load(i);
      sum = sum.add(klTerms(z.sub(logSumExp), reference.load(i).sub(z).sub(shift)));
    }
    return Lanes.sum(sum);
  }

  /** p φ(x), p from its logarithm. */
  private static FloatVector klTerms(FloatVector logP, FloatVector x) {
    FloatVector p = Lanes.exp(logP);
    FloatVector far = Lanes.exp(logP.add(x)).sub(p).sub(p.mul(x));
    return far.blend(p.mul(series(x)), x.abs().lt(SERIES));
  }

  private static double klTerm(double logP, double x) {
    double p = Math.exp(logP);
    return Math.abs(x) < SERIES ? p * (Math.expm1(x) - x) : Math.exp(logP + x) - p - p * x;
  }

  /** φ(x) = x²/2 + x³/6 + … to 4e-8 relative for |x| ≤ 1/2. */
  private static FloatVector series(FloatVector x) {
    FloatVector sum = FloatVector.broadcast(Lanes.F, 1f / 40320);
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 1f / 5040));
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 1f / 720));
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 1f / 120));
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 1f / 24));
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 1f / 6));
    sum = sum.fma(x, FloatVector.broadcast(Lanes.F, 0.5f));
    return sum.mul(x).mul(x);
  }

  /**
   * Overwrites the policy's logits by {@code e · scale · (constant + entropy · log p + kl · (log p
   * − log q)) + forwardKl · (p − q) / τ}, all but the target's own term of the gradient.
   *
   * @param e the exponentials of the row
   */
  static void gradient(long e, Row policy, Row reference, int n, Slopes slopes) {
    float shift = shift(policy, reference);
    float logSumExp = (float) policy.logSumExp;
    int whole = n - n % WIDTH;
    if (slopes.forwardKl == 0) {
      for (int i = 0; i < whole; i += WIDTH) {
        FloatVector z = policy.load(i);
        FloatVector p = Lanes.loadFloat(e + i * 4L).mul(slopes.scale);
        FloatVector slope = slope(z, reference.load(i), shift, logSumExp, slopes);
        Elements.store(policy.type, policy.logits, i, p.mul(slope));
      }
    } else {
      bothWays(e, policy, reference, whole, slopes);
    }
    for (int i = whole; i < n; i++) {
      float z = policy.get(i);
      float other = reference.get(i);
      float slope = slopes.constant + slopes.entropy * (z - logSumExp);
      slope += slopes.kl * (z - other + shift);
      float gradient = NativeMemory.getFloat(e + i * 4L) * slopes.scale * slope;
      if (slopes.forwardKl != 0) {
        double difference = difference(z - policy.logSumExp, other - z - shift);
        gradient = (float) (gradient + slopes.forwardKl * difference * policy.inverseTemperature);
      }
      Elements.set(policy.type, policy.logits, i, gradient);
    }
  }

  private static FloatVector slope(
      FloatVector z, FloatVector other, float shift, float logSumExp, Slopes slopes) {
    FloatVector slope = z.sub(logSumExp).mul(slopes.entropy).add(slopes.constant);
    return z.sub(other).add(shift).mul(slopes.kl).add(slope);
  }

  /** The gradient of whole vectors where the KL from the reference counts too. */
  private static void bothWays(long e, Row policy, Row reference, int whole, Slopes slopes) {
    float shift = shift(policy, reference);
    float logSumExp = (float) policy.logSumExp;
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector z = policy.load(i);
      FloatVector other = reference.load(i);
      FloatVector p = Lanes.loadFloat(e + i * 4L).mul(slopes.scale);
      FloatVector q =
          Lanes.exp(other.sub((float) reference.logSumExp)).mul(policy.inverseTemperature);
      FloatVector forward = differences(p, q, other.sub(z).sub(shift)).mul(slopes.forwardKl);
      FloatVector slope = slope(z, other, shift, logSumExp, slopes);
      Elements.store(policy.type, policy.logits, i, p.mul(slope).add(forward));
    }
  }

  /** p − q, where x = log q − log p. */
  private static FloatVector differences(FloatVector p, FloatVector q, FloatVector x) {
    return p.sub(q).blend(p.mul(x.add(series(x))).neg(), x.abs().lt(SERIES));
  }

  /** p − q, from log p and x = log q − log p: the gradient of KL(reference ‖ policy). */
  static double difference(double logP, double x) {
    double p = Math.exp(logP);
    return Math.abs(x) < SERIES ? -p * Math.expm1(x) : p - Math.exp(logP + x);
  }
}
