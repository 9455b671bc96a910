package dev.belay.core.objective;

/** What a ratio of two laws, such as {@code ρ = π / π_old}, is taken over. */
public enum RatioLevel {
  /** Each token has its own: PPO, GRPO. */
  TOKEN,
  /**
   * All tokens of a completion share the geometric mean of theirs, {@code s = exp(mean log ρ)}, and
   * the gradient goes through it (GSPO, arXiv 2507.18071, eq. 7). Where advantages differ between
   * tokens, each token has its own, as in GSPO-token (eq. 13 and 14).
   */
  SEQUENCE_MEAN,
  /**
   * All tokens of a completion share the ratio of the whole, {@code exp(Σ log ρ)}: TRL's RLOO. It
   * leaves 1 the faster, the longer the completion.
   */
  SEQUENCE_SUM;

  /** Whether all tokens of a completion have one ratio. */
  public boolean ofSequence() {
    return this != TOKEN;
  }

  /** The completion's log-ratio, from the sum of those of its tokens. */
  double ofSum(double sum, int tokens) {
    return this == SEQUENCE_MEAN ? sum / tokens : sum;
  }
}
