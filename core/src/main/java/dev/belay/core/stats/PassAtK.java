package dev.belay.core.stats;

/**
 * pass@k: the probability that at least one of k completions of a prompt is correct, without bias
 * from n completions of it (Chen et al., arXiv:2107.03374, equation 1): {@code 1 − C(n − c, k) /
 * C(n, k)}. Taking {@code 1 − (1 − c/n)^k} instead is too low.
 */
public final class PassAtK {

  private PassAtK() {}

  /**
   * The estimate for one prompt.
   *
   * @param completions n, at least k
   * @param correct c, how many of them
   * @param k at least 1
   */
  public static double of(int completions, int correct, int k) {
    if (k < 1 || completions < k || correct < 0 || correct > completions) {
      throw new IllegalArgumentException(
          "pass@%d needs that many completions, of which some are correct; were %d of %d"
              .formatted(k, correct, completions));
    }
    int wrong = completions - correct;
    if (wrong < k) {
      return 1;
    }
    // The quotient of the binomials as a product, whose factors neither overflow nor cancel.
    double none = 1;
    for (int i = wrong + 1; i <= completions; i++) {
      none *= 1 - (double) k / i;
    }
    return 1 - none;
  }
}
