package dev.belay.measure.drift;

import java.util.Arrays;

/**
 * One prompt whose completions can all be written down: a tree of tokens.
 *
 * @param reference law of the next token at each state, shape {@code [states, tokens]}
 * @param states which state each token of a completion was drawn at, shape {@code [completions,
 *     tokens]}
 * @param tokens which token was drawn there
 * @param g rewards, shape {@code [completions]}
 * @param s safety
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record TabularTask(double[][] reference, int[][] states, int[][] tokens, double[] g, double[] s) {

  /** Completions of one token. */
  static TabularTask ofOneToken(double[] reference, double[] g, double[] s) {
    int[] ones = new int[reference.length];
    Arrays.fill(ones, 1);
    return ofLengths(reference, g, s, ones);
  }

  /** The first token decides; those after it are forced, until the length is reached. */
  static TabularTask ofLengths(double[] reference, double[] g, double[] s, int[] lengths) {
    int[][] states = new int[lengths.length][];
    int[][] tokens = new int[lengths.length][];
    for (int i = 0; i < lengths.length; i++) {
      states[i] = new int[lengths[i]];
      tokens[i] = new int[lengths[i]];
      Arrays.fill(states[i], 1, lengths[i], 1);
      tokens[i][0] = i;
    }
    return new TabularTask(new double[][] {reference, {1}}, states, tokens, g, s);
  }

  /**
   * Two tokens: the second succeeds or fails.
   *
   * @param first law of the first token
   * @param success after each first token, in (0, 1)
   * @param safety of each first token
   */
  static TabularTask ofTwoTokens(double[] first, double[] success, double[] safety) {
    int n = first.length;
    double[][] reference = new double[n + 1][];
    reference[0] = first;
    int[][] states = new int[2 * n][];
    int[][] tokens = new int[2 * n][];
    double[] g = new double[2 * n];
    double[] s = new double[2 * n];
    for (int a = 0; a < n; a++) {
      reference[a + 1] = new double[] {1 - success[a], success[a]};
      for (int outcome = 0; outcome < 2; outcome++) {
        int path = 2 * a + outcome;
        states[path] = new int[] {0, a + 1};
        tokens[path] = new int[] {a, outcome};
        g[path] = outcome;
        s[path] = safety[a];
      }
    }
    return new TabularTask(reference, states, tokens, g, s);
  }

  int completions() {
    return g.length;
  }

  /** Probability of every completion if the states have these laws. */
  double[] law(double[][] laws) {
    double[] law = new double[completions()];
    for (int i = 0; i < law.length; i++) {
      law[i] = 1;
      for (int t = 0; t < states[i].length; t++) {
        law[i] *= laws[states[i][t]][tokens[i][t]];
      }
    }
    return law;
  }

  /** Probability of passing each state. */
  double[] visits(double[][] laws) {
    double[] law = law(laws);
    double[] visits = new double[reference.length];
    for (int i = 0; i < law.length; i++) {
      boolean[] seen = new boolean[visits.length];
      for (int state : states[i]) {
        visits[state] += seen[state] ? 0 : law[i];
        seen[state] = true;
      }
    }
    return visits;
  }
}
