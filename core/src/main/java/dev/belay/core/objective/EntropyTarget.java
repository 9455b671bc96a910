package dev.belay.core.objective;

/**
 * A controller of the entropy bonus: its weight rises by a step while the policy's entropy lies
 * below the target, and falls by as much while it lies above (arXiv 2505.22312, §4; TRL's adaptive
 * entropy). It never leaves {@code [0, maxCoef]}.
 *
 * @param nats the mean entropy of a token to keep to, 0 or more
 * @param step of the weight, above 0
 * @param maxCoef largest weight
 */
public record EntropyTarget(double nats, double step, double maxCoef) {

  public EntropyTarget {
    if (!(nats >= 0) || !(step > 0) || !(maxCoef > 0)) {
      throw new IllegalArgumentException(
          "target must be 0 or more, step and max_coef above 0, were %s, %s and %s"
              .formatted(nats, step, maxCoef));
    }
  }

  /** The weight after a step whose tokens had a mean entropy of {@code entropy} nats. */
  public double next(double coef, double entropy) {
    double moved = entropy < nats ? coef + step : coef - step;
    return Math.clamp(moved, 0, maxCoef);
  }
}
