package dev.belay.core.objective;

/**
 * How token losses become one number: as a weight for each token, computed for the whole batch
 * before the first forward pass.
 *
 * <p>Below, N is the number of counted tokens, B of sequences, L_i of counted tokens in sequence i.
 * Sequences without any counted token (a masked truncation, say) do not count in the B of the
 * sequence means, as in verl and OpenRLHF; TRL counts them.
 */
public enum LossAggregation {
  /** 1/N: every token weighs the same (DAPO, arXiv 2503.14476, eq. 12). */
  TOKEN_MEAN,
  /** 1/(B L_i): every sequence weighs the same (GRPO, arXiv 2402.03300, eq. 3). */
  SEQ_MEAN_TOKEN_MEAN,
  /** 1/B: the gradient of a sequence's log-probability (REINFORCE, RLOO). */
  SEQ_MEAN_TOKEN_SUM,
  /**
   * 1/(B L_max) with all sequences in B: no weight depends on what was sampled (Dr. GRPO, arXiv
   * 2503.20783, §3.2).
   */
  CONSTANT,
  /** 1/L_max: as {@link #CONSTANT} without B, which the learning rate then makes up for (verl). */
  SUM_CONSTANT;

  /**
   * The weight of every counted token of each sequence.
   *
   * @param countedTokens L_i, shape {@code [B]}
   * @param maxCompletionTokens L_max, which {@link #CONSTANT} and {@link #SUM_CONSTANT} divide by
   * @return shape {@code [B]}; 0 for a sequence without counted tokens
   */
  public double[] tokenWeights(int[] countedTokens, int maxCompletionTokens) {
    long tokens = 0;
    int sequences = 0;
    for (int counted : countedTokens) {
      tokens += counted;
      sequences += counted > 0 ? 1 : 0;
    }
    double[] weights = new double[countedTokens.length];
    for (int i = 0; i < weights.length; i++) {
      if (countedTokens[i] > 0) {
        weights[i] =
            switch (this) {
              case TOKEN_MEAN -> 1.0 / tokens;
              case SEQ_MEAN_TOKEN_MEAN -> 1.0 / sequences / countedTokens[i];
              case SEQ_MEAN_TOKEN_SUM -> 1.0 / sequences;
              case CONSTANT -> 1.0 / weights.length / maxCompletionTokens;
              case SUM_CONSTANT -> 1.0 / maxCompletionTokens;
            };
      }
    }
    return weights;
  }
}
