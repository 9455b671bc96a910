package dev.belay.torch.model;

import java.util.Optional;

/**
 * The rotary embedding (Su et al. 2021, eq. 34): pair i of a head at position p is turned by the
 * angle {@code p * frequency(i)}.
 *
 * @param theta base of the frequencies
 * @param scaling how a longer context changes them; empty for not at all
 * @param share of each head's elements that are turned, the first ones; in (0, 1]
 */
public record RotaryEmbedding(double theta, Optional<RotaryScaling> scaling, double share) {

  /** One that turns whole heads. */
  public RotaryEmbedding(double theta, Optional<RotaryScaling> scaling) {
    this(theta, scaling, 1);
  }

  /** Frequencies {@code theta^(-2i/D)} as they are. */
  public static RotaryEmbedding unscaled(double theta) {
    return new RotaryEmbedding(theta, Optional.empty());
  }

  /**
   * The share that turns so many elements.
   *
   * @param headSize {@code [D]}
   */
  public static double share(int turned, int headSize) {
    double share = (double) turned / headSize;
    return (int) (headSize * share) == turned ? share : Math.nextUp(share);
  }

  /**
   * Elements of a head that are turned.
   *
   * @param headSize {@code [D]}
   */
  public int turned(int headSize) {
    return (int) (headSize * share);
  }

  /**
   * The frequencies of a head's turned pairs, in fp32 as {@code transformers} computes them.
   *
   * @param headSize {@code [D]}, even
   * @return {@code [turned/2]}, in radians a position, of sequences of up to {@link #shortLength}
   *     tokens
   */
  public float[] frequencies(int headSize) {
    return frequencies(headSize, false);
  }

  /**
   * The same.
   *
   * @param beyond whether the sequence is longer than {@link #shortLength}
   */
  public float[] frequencies(int headSize, boolean beyond) {
    int turned = turned(headSize);
    float[] periods = new float[turned / 2];
    for (int i = 0; i < periods.length; i++) {
      periods[i] = (float) Math.pow(theta, (float) (2 * i) / turned);
    }
    if (scaling.isPresent()) {
      return scaling.get().frequencies(periods, theta, beyond);
    }
    float[] frequencies = new float[periods.length];
    for (int i = 0; i < periods.length; i++) {
      frequencies[i] = 1f / periods[i];
    }
    return frequencies;
  }

  /** What cosines and sines are multiplied by. */
  public float attentionFactor() {
    return scaling.map(RotaryScaling::attentionFactor).orElse(1f);
  }

  /** Tokens of a sequence up to which its length changes nothing. */
  public int shortLength() {
    return scaling.map(RotaryScaling::shortLength).orElse(Integer.MAX_VALUE);
  }
}
