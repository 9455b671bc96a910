package dev.belay.train.anchor;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;
import java.util.Arrays;
import java.util.Objects;

/**
 * The KL between policy and reference on the prompts of an update, both ways, by position.
 *
 * @param reverse KL(policy ‖ reference) in nats, the sum at each position, shape {@code [T]}
 * @param forward KL(reference ‖ policy) likewise
 * @param reached completions that have that position, shape {@code [T]}
 * @param completions how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record AnchorMeasurement(double[] reverse, double[] forward, int[] reached, int completions) {

  /**
   * Sums the scores of completions that stand one after the other.
   *
   * @param scores in both directions
   * @param lengths tokens of each completion
   */
  static AnchorMeasurement of(TokenScores scores, int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElse(0);
    AnchorMeasurement measured =
        new AnchorMeasurement(
            new double[longest], new double[longest], new int[longest], lengths.length);
    double[] reverse = Objects.requireNonNull(scores.exactKls());
    double[] forward = Objects.requireNonNull(scores.forwardKls());
    int token = 0;
    for (int length : lengths) {
      for (int t = 0; t < length; t++, token++) {
        measured.reverse[t] += reverse[token];
        measured.forward[t] += forward[token];
        measured.reached[t]++;
      }
    }
    return measured;
  }

  private double[] of(Divergence divergence) {
    return divergence == Divergence.REVERSE ? reverse : forward;
  }

  /** Nats a completion: the sum over its positions, a mean over completions. */
  double perCompletion(Divergence divergence) {
    return Arrays.stream(of(divergence)).sum() / completions;
  }

  /** Nats at a position, a mean over the completions that have it; from 0. */
  double at(Divergence divergence, int position) {
    return of(divergence)[position] / reached[position];
  }

  /** Completion tokens of all completions. */
  int tokens() {
    return Arrays.stream(reached).sum();
  }

  /** Positions of the longest completion. */
  int positions() {
    return reached.length;
  }
}
