package dev.belay.core.model;

/**
 * What a model wrote after a prompt. Token ids are the truth; {@code text} is their decoding and is
 * never tokenised again.
 *
 * @param tokenIds the sampled ids, the end-of-sequence id included, shape {@code [T]}
 * @param logProbs natural log-probability of each sampled id under the law it was actually drawn
 *     from (after temperature, top-k, top-p, min-p), shape {@code [T]}; 0 for greedy decoding
 * @param untemperedLogProbs natural log-probability of each id under the model itself (temperature
 *     1, nothing truncated), shape {@code [T]}
 * @param finishReason why it ended
 * @param text the decoded text, without the end-of-sequence token and without a stop string
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record Completion(
    int[] tokenIds,
    float[] logProbs,
    float[] untemperedLogProbs,
    FinishReason finishReason,
    String text) {

  public Completion {
    if (tokenIds.length != logProbs.length || tokenIds.length != untemperedLogProbs.length) {
      throw new IllegalArgumentException(
          "token ids and log-probs differ in length: %d, %d, %d"
              .formatted(tokenIds.length, logProbs.length, untemperedLogProbs.length));
    }
  }

  /** Number of tokens, the end-of-sequence id included. */
  public int length() {
    return tokenIds.length;
  }
}
