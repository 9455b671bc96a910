package dev.belay.torch.model;

import java.util.List;
import java.util.Optional;

/**
 * Rotary frequencies with a factor of its own for each pair, {@code rope_type: longrope} (Ding et
 * al. 2024, "LongRoPE: extending LLM context window beyond 2 million tokens"): one set of factors
 * for sequences that fit the original context, another for longer ones. Phi 3 and Phi-4-mini have
 * it.
 *
 * @param shortFactors what each turned pair is slowed by in sequences of up to {@code
 *     originalPositions} tokens
 * @param longFactors the same in longer sequences, for all their positions
 * @param originalPositions the context of pretraining, in tokens
 * @param factor how many times longer the context has become
 * @param givenAttentionFactor what cosines and sines are multiplied by, where it does not follow
 *     from the factor
 */
public record LongRopeScaling(
    List<Double> shortFactors,
    List<Double> longFactors,
    int originalPositions,
    double factor,
    Optional<Double> givenAttentionFactor)
    implements RotaryScaling {

  public LongRopeScaling {
    shortFactors = List.copyOf(shortFactors);
    longFactors = List.copyOf(longFactors);
  }

  @Override
  public float attentionFactor() {
    return givenAttentionFactor.orElse(usualAttentionFactor()).floatValue();
  }

  /** {@code sqrt(1 + ln(factor) / ln(originalPositions))}; 1 where the context is no longer. */
  double usualAttentionFactor() {
    return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalPositions));
  }

  @Override
  public int shortLength() {
    return originalPositions;
  }

  @Override
  public float[] frequencies(float[] periods, double theta, boolean beyond) {
    List<Double> factors = beyond ? longFactors : shortFactors;
    if (factors.size() != periods.length) {
      throw new IllegalStateException(
          "%d factors for %d turned pairs".formatted(factors.size(), periods.length));
    }
    float[] frequencies = new float[periods.length];
    for (int i = 0; i < periods.length; i++) {
      frequencies[i] = 1f / (factors.get(i).floatValue() * periods[i]);
    }
    return frequencies;
  }
}
