package dev.belay.torch.model;

/**
 * Every pair is slowed alike, {@code rope_type: linear}: positions are squeezed into the context of
 * pretraining (Chen et al. 2023, "Extending context window of large language models via positional
 * interpolation"). Gemma 3 of 4 billion parameters and more has it in its global layers.
 *
 * @param factor by which pairs are slowed
 */
public record LinearScaling(double factor) implements RotaryScaling {

  @Override
  public float[] frequencies(float[] periods, double theta, boolean beyond) {
    float[] frequencies = new float[periods.length];
    for (int i = 0; i < periods.length; i++) {
      frequencies[i] = 1f / periods[i] / (float) factor;
    }
    return frequencies;
  }
}
