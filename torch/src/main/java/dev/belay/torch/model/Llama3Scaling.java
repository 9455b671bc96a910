package dev.belay.torch.model;

/**
 * Rotary frequencies for a context longer than the one of pretraining, {@code rope_type: llama3}
 * (Dubey et al. 2024, "The Llama 3 herd of models", and the models' published code): pairs that
 * turn many times within the original context stay, those that turn less than once are slowed by
 * the factor, and between the two there is a ramp.
 *
 * @param factor by which slow pairs are slowed
 * @param lowFrequencyFactor turns within the original context up to which a pair is slow
 * @param highFrequencyFactor turns from which a pair is fast; above {@code lowFrequencyFactor}
 * @param originalPositions the context of pretraining, in tokens
 */
public record Llama3Scaling(
    double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
    implements RotaryScaling {

  @Override
  public float[] frequencies(float[] periods, double theta, boolean beyond) {
    float[] frequencies = new float[periods.length];
    for (int i = 0; i < periods.length; i++) {
      frequencies[i] = scale(1f / periods[i]);
    }
    return frequencies;
  }

  /** The scaled frequency. */
  public float scale(float frequency) {
    float wavelength = (float) (2 * Math.PI) / frequency;
    if (wavelength < (float) (originalPositions / highFrequencyFactor)) {
      return frequency;
    }
    if (wavelength > (float) (originalPositions / lowFrequencyFactor)) {
      return frequency / (float) factor;
    }
    float turns = originalPositions / wavelength;
    float ramp =
        (turns - (float) lowFrequencyFactor) / (float) (highFrequencyFactor - lowFrequencyFactor);
    return (1 - ramp) * frequency / (float) factor + ramp * frequency;
  }
}
