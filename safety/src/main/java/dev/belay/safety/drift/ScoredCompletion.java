package dev.belay.safety.drift;

/**
 * A completion that one of two policies sampled, scored under both.
 *
 * @param prompt its prompt's id
 * @param sample which completion of the prompt, from 0
 * @param kl KL(the sampling policy ‖ the other) of the next-token laws at every prefix, over the
 *     whole vocabulary, nats, shape {@code [T]}
 * @param logRatio log-probability of every token under the sampling policy less that under the
 *     other, shape {@code [T]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record ScoredCompletion(String prompt, int sample, double[] kl, double[] logRatio) {

  public ScoredCompletion {
    if (kl.length != logRatio.length) {
      throw new IllegalArgumentException(
          "KL and log-ratio are of %d and %d tokens".formatted(kl.length, logRatio.length));
    }
  }

  int tokens() {
    return kl.length;
  }

  /** The sum of the exact KLs: the Rao–Blackwellised estimate from this completion. */
  double klSum() {
    return sum(kl);
  }

  /** {@code log π − log q} of the whole completion. */
  double logRatioSum() {
    return sum(logRatio);
  }

  /** The KL at a position from 0; nothing is left to differ after the end. */
  double klAt(int position) {
    return position < kl.length ? kl[position] : 0;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
