package dev.belay.core.objective;

/**
 * The completions of a step's P pairs as columns of tokens: the chosen one of the first pair, its
 * rejected one, the chosen one of the second pair, and so on: M tokens.
 *
 * @param offsets where each completion begins, and M last, shape {@code [2 · P + 1]}; no completion
 *     is empty
 * @param refLogProbs of each token under the reference, shape {@code [M]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record PreferenceBatch(int[] offsets, double[] refLogProbs) {

  public PreferenceBatch {
    int completions = offsets.length - 1;
    if (completions < 2 || completions % 2 != 0 || offsets[completions] != refLogProbs.length) {
      throw new IllegalArgumentException(
          "%d completions of %d tokens do not go with the log-probs of %d"
              .formatted(completions, offsets[Math.max(0, completions)], refLogProbs.length));
    }
  }

  /**
   * Completions by their lengths.
   *
   * @param lengths tokens of each completion, chosen and rejected in turn, shape {@code [2 · P]}
   */
  public static PreferenceBatch of(int[] lengths, double[] refLogProbs) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    return new PreferenceBatch(offsets, refLogProbs);
  }

  /** Number of pairs, P. */
  public int pairs() {
    return (offsets.length - 1) / 2;
  }

  /** Index of the chosen completion of a pair. */
  static int chosen(int pair) {
    return 2 * pair;
  }

  /** Index of the rejected completion of a pair. */
  static int rejected(int pair) {
    return 2 * pair + 1;
  }

  /** Tokens of a completion. */
  int length(int completion) {
    return offsets[completion + 1] - offsets[completion];
  }

  /** Sum of a column over a completion. */
  double sum(double[] column, int completion) {
    double sum = 0;
    for (int t = offsets[completion]; t < offsets[completion + 1]; t++) {
      sum += column[t];
    }
    return sum;
  }
}
