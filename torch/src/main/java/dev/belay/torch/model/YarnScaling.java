package dev.belay.torch.model;

import java.util.Optional;

/**
 * Rotary frequencies for a context longer than the one of pretraining, {@code rope_type: yarn}
 * (Peng et al. 2023, "YaRN: efficient context window extension of large language models", section
 * 3): pairs that turn often within the original context stay, those that hardly turn are slowed by
 * the factor, between the two there is a ramp over the pairs; and scores grow with the factor.
 *
 * @param factor by which slow pairs are slowed
 * @param originalPositions the context of pretraining, in tokens
 * @param betaFast turns within the original context from which a pair stays
 * @param betaSlow turns up to which a pair is slow
 * @param wholePairs whether the ramp begins and ends at whole pairs
 * @param givenAttentionFactor what cosines and sines are multiplied by, where it does not follow
 *     from the factor
 */
public record YarnScaling(
    double factor,
    int originalPositions,
    double betaFast,
    double betaSlow,
    boolean wholePairs,
    Optional<Double> givenAttentionFactor)
    implements RotaryScaling {

  /** The ramp where nothing else is said. */
  public static final double USUAL_BETA_FAST = 32;

  /** Its other end. */
  public static final double USUAL_BETA_SLOW = 1;

  /** {@code 0.1 m ln(factor) + 1}, equation 22; 1 where nothing is slowed. */
  static double magnitude(double factor, double m) {
    return factor <= 1 ? 1 : 0.1 * m * Math.log(factor) + 1;
  }

  @Override
  public float attentionFactor() {
    return givenAttentionFactor.orElse(magnitude(factor, 1)).floatValue();
  }

  @Override
  public float[] frequencies(float[] periods, double theta, boolean beyond) {
    int turned = 2 * periods.length;
    double from = pair(betaFast, turned, theta);
    double to = pair(betaSlow, turned, theta);
    if (wholePairs) {
      from = Math.floor(from);
      to = Math.ceil(to);
    }
    from = Math.max(from, 0);
    to = Math.min(to, turned - 1);
    to += from == to ? 0.001 : 0; // A ramp needs some width.
    float[] frequencies = new float[periods.length];
    for (int i = 0; i < periods.length; i++) {
      float ramp = Math.clamp((i - (float) from) / (float) (to - from), 0f, 1f);
      float kept = 1 - ramp;
      float slow = 1f / ((float) factor * periods[i]);
      frequencies[i] = slow * (1 - kept) + 1f / periods[i] * kept;
    }
    return frequencies;
  }

  /** The pair that turns so many times within the original context, as a real number. */
  private double pair(double turns, int turned, double theta) {
    return turned * Math.log(originalPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
  }
}
