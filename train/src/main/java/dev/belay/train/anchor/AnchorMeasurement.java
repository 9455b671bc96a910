package dev.belay.train.anchor;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How far policy and reference are apart on the prompts of an update, by position: the KL both
 * ways, and what else is trained.
 *
 * @param sums of each divergence at each position, shape {@code [T]}
 * @param reached completions that have that position, shape {@code [T]}
 * @param completions how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record AnchorMeasurement(Map<Divergence, double[]> sums, int[] reached, int completions) {

  /**
   * Sums the scores of completions that stand one after the other.
   *
   * @param scores in both directions
   * @param lengths tokens of each completion
   * @param trained measured as well
   */
  static AnchorMeasurement of(TokenScores scores, int[] lengths, Divergence trained) {
    return of(scores, lengths, trained, _ -> true);
  }

  /**
   * The same of each attack alone.
   *
   * @param attacks by which each completion's prompt is asked
   */
  static SequencedMap<String, AnchorMeasurement> byAttack(
      TokenScores scores, int[] lengths, List<String> attacks, Divergence trained) {
    SequencedMap<String, AnchorMeasurement> measured = new TreeMap<>();
    for (String attack : Set.copyOf(attacks)) {
      measured.put(attack, of(scores, lengths, trained, i -> attacks.get(i).equals(attack)));
    }
    return measured;
  }

  /** Sums those completions, by index, that are taken. */
  private static AnchorMeasurement of(
      TokenScores scores, int[] lengths, Divergence trained, IntPredicate taken) {
    int[] of = IntStream.range(0, lengths.length).filter(taken).toArray();
    int longest = Arrays.stream(of).map(i -> lengths[i]).max().orElse(0);
    int[] reached = new int[longest];
    for (int i : of) {
      for (int t = 0; t < lengths[i]; t++) {
        reached[t]++;
      }
    }
    Map<Divergence, double[]> sums = new EnumMap<>(Divergence.class);
    Divergence.KLS.forEach(kl -> sums.put(kl, byPosition(scores.of(kl), lengths, longest, taken)));
    sums.put(trained, byPosition(scores.of(trained), lengths, longest, taken));
    return new AnchorMeasurement(sums, reached, of.length);
  }

  private static double[] byPosition(
      double[] column, int[] lengths, int longest, IntPredicate taken) {
    double[] sums = new double[longest];
    int token = 0;
    for (int i = 0; i < lengths.length; i++) {
      for (int t = 0; t < lengths[i]; t++, token++) {
        if (taken.test(i)) {
          sums[t] += column[token];
        }
      }
    }
    return sums;
  }

  /** What was measured. */
  Set<Divergence> divergences() {
    return sums.keySet();
  }

  private double[] of(Divergence divergence) {
    return Objects.requireNonNull(sums.get(divergence), "the divergence was not measured");
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
