package dev.belay.core.objective;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says at each token that counts, unclamped, as columns of M tokens.
 *
 * @param logProbs natural log-probability of the token that stands there, shape {@code [M]}
 * @param entropies entropy of each next-token distribution in nats, shape {@code [M]}
 * @param exactKls KL(policy ‖ reference) over the vocabulary in nats, shape {@code [M]}; null when
 *     no reference was given
 * @param forwardKls KL(reference ‖ policy) likewise, shape {@code [M]}; null unless asked for
 * @param refLogProbs log-probability of the token under the reference, shape {@code [M]}; null
 *     likewise
 * @param values what a scalar head says, shape {@code [M]}; null when there is none
 * @param jensenShannons the Jensen–Shannon divergence from the reference in nats, shape {@code
 *     [M]}; null unless asked for
 * @param hiddenDistances {@link Divergence#HIDDEN} of the state that the token is predicted from,
 *     shape {@code [M]}; null unless asked for
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenScores(
    double[] logProbs,
    double[] entropies,
    double @Nullable [] exactKls,
    double @Nullable [] forwardKls,
    double @Nullable [] refLogProbs,
    double @Nullable [] values,
    double @Nullable [] jensenShannons,
    double @Nullable [] hiddenDistances) {

  /** Scores without the KL from the reference. */
  public TokenScores(
      double[] logProbs,
      double[] entropies,
      double @Nullable [] exactKls,
      double @Nullable [] refLogProbs,
      double @Nullable [] values) {
    this(logProbs, entropies, exactKls, null, refLogProbs, values, null, null);
  }

  /** Room for the scores of a language-model head. */
  public static TokenScores ofSize(int tokens, boolean reference) {
    return new TokenScores(
        new double[tokens],
        new double[tokens],
        reference ? new double[tokens] : null,
        reference ? new double[tokens] : null,
        null);
  }

  /** Room for the scores of a language-model head that is given a reference, in both directions. */
  public static TokenScores inBothDirections(int tokens) {
    return comparing(tokens, Divergence.REVERSE);
  }

  /** The same, and room for a divergence that is neither KL. */
  public static TokenScores comparing(int tokens, Divergence also) {
    return new TokenScores(
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens],
        null,
        also == Divergence.JS ? new double[tokens] : null,
        also == Divergence.HIDDEN ? new double[tokens] : null);
  }

  /** Room for the values of a scalar head, which says nothing else: log-probs are not numbers. */
  public static TokenScores ofValues(int tokens) {
    double[] unknown = new double[tokens];
    Arrays.fill(unknown, Double.NaN);
    return new TokenScores(unknown, unknown.clone(), null, null, new double[tokens]);
  }

  /** The column of a divergence, which there must be. */
  public double[] of(Divergence divergence) {
    return Objects.requireNonNull(
        switch (divergence) {
          case REVERSE -> exactKls;
          case FORWARD -> forwardKls;
          case JS -> jensenShannons;
          case HIDDEN -> hiddenDistances;
        },
        "the divergence was not measured");
  }

  /** Number of tokens, M. */
  public int size() {
    return logProbs.length;
  }

  /** Mean of one of the columns; NaN for no tokens. */
  public static double mean(double[] column) {
    double sum = 0;
    for (double value : column) {
      sum += value;
    }
    return column.length == 0 ? Double.NaN : sum / column.length;
  }
}
