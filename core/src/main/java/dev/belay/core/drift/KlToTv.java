package dev.belay.core.drift;

/**
 * B8, B9 and B9': bounds on the total variation, and so on any drift, from the KL alone (drift
 * specification §3).
 *
 * @param pinsker {@code √(K/2)}, at most 1
 * @param bretagnolleHuber {@code √(1 − e^−K)}
 * @param tsybakov {@code 1 − e^−K/2}
 */
public record KlToTv(double pinsker, double bretagnolleHuber, double tsybakov) {

  /**
   * From the KL.
   *
   * @param kl in nats, 0 or more
   */
  public static KlToTv of(double kl) {
    Require.section("3 B8").nonNegative("kl", kl);
    return new KlToTv(
        Math.min(1, Math.sqrt(kl / 2)), Math.sqrt(-Math.expm1(-kl)), 1 - Math.exp(-kl) / 2);
  }
}
