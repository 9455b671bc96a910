package dev.belay.torch.model;

/** How a context longer than the one of pretraining changes rotary frequencies. */
public sealed interface RotaryScaling
    permits LinearScaling, Llama3Scaling, LongRopeScaling, YarnScaling {

  /**
   * The frequencies of the turned pairs, rounded at each step as {@code transformers} rounds.
   *
   * @param periods {@code theta^(2i/n)} of each pair i of n turned elements; one over them are the
   *     frequencies without scaling
   * @param theta base of the rotary embedding
   * @param beyond whether the sequence is longer than {@link #shortLength}
   */
  float[] frequencies(float[] periods, double theta, boolean beyond);

  /** What cosines and sines are multiplied by. */
  default float attentionFactor() {
    return 1;
  }

  /** Tokens of a sequence up to which its length changes nothing. */
  default int shortLength() {
    return Integer.MAX_VALUE;
  }
}
