package dev.belay.safety.attack;

import dev.belay.core.model.Sampling;

/**
 * How an attack has completions drawn, whatever the evaluation's own law.
 *
 * @param temperature as in {@link Sampling}
 * @param topK as in {@link Sampling}
 * @param topP as in {@link Sampling}
 */
public record Decoding(double temperature, int topK, double topP) {

  /** The model's own law at a temperature. */
  public static Decoding atTemperature(double temperature) {
    return new Decoding(temperature, 0, 1);
  }

  /** The evaluation's law with this way of drawing; its longest length and stop strings stay. */
  public Sampling of(Sampling planned) {
    return new Sampling(temperature, topK, topP, 0, planned.maxTokens(), planned.stop());
  }
}
