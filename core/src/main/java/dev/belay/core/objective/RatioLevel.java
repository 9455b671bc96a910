package dev.belay.core.objective;

/** What the ratio {@code ρ = π / π_old} of a clipped loss is taken over. */
public enum RatioLevel {
  /** Each token has its own: PPO, GRPO. */
  TOKEN,
  /**
   * All tokens of a completion share the geometric mean of theirs, {@code s = exp(mean log ρ)}, and
   * the gradient goes through it (GSPO, arXiv 2507.18071, eq. 7).
   */
  SEQUENCE
}
