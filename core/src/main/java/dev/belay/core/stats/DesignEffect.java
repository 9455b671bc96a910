package dev.belay.core.stats;

/** What averaging several completions of a prompt leaves of the variance of one. */
final class DesignEffect {

  /**
   * Prompts added that disagree with all others in every completion. Few observed differences say
   * little about how alike completions are; without these a small number of half-failed prompts
   * would be taken for proof that prompts never fail in full, and the interval would come out too
   * narrow.
   */
  private static final double PRIOR_PROMPTS = 1;

  private DesignEffect() {}

  /**
   * The variance between prompts' means over that of single draws. Averaging never adds variance,
   * and never leaves less than one part in the number of completions.
   *
   * @param between sum of squares of the prompts' means about their mean
   * @param single the same of single draws, in expectation
   */
  static double of(double between, double single, long prompts, long completions) {
    double least = (double) prompts / completions;
    return Math.clamp((between + PRIOR_PROMPTS) / (single + PRIOR_PROMPTS), least, 1);
  }
}
