package dev.belay.core.objective;

/**
 * The soft penalty of overlong completions (DAPO, arXiv 2503.14476, eq. 13): nothing up to {@code
 * maxTokens − buffer} tokens, then growing in proportion to what is beyond, {@code −factor} at
 * {@code maxTokens}. The paper's factor is 1, beside a reward of 1 or −1.
 *
 * @param maxTokens longest completion
 * @param buffer tokens over which it grows, 1 to {@code maxTokens}
 * @param factor above 0
 */
public record OverlongPenalty(int maxTokens, int buffer, double factor) {

  public OverlongPenalty {
    if (buffer < 1 || buffer > maxTokens) {
      throw new IllegalArgumentException(
          "the buffer must lie in 1..%d, was %d".formatted(maxTokens, buffer));
    }
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("the factor must be above 0 and finite, was " + factor);
    }
  }

  /**
   * What is added to the reward of a completion.
   *
   * @param tokens its length
   * @return 0 or less
   */
  public double at(int tokens) {
    int beyond = tokens - (maxTokens - buffer);
    return beyond <= 0 ? 0 : -factor * Math.min(1, (double) beyond / buffer);
  }
}
