package dev.belay.core.objective;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What each position of a completion counts, from the first token on: given weights first, then a
 * decay of the last one.
 *
 * @param first weights of the first positions, 0 or more, at least one of them above 0
 * @param decay after them the weight falls by a factor e every so many positions; 0 lets nothing
 *     later count, infinity goes on with the last weight
 */
public record PositionWeights(List<Double> first, double decay) {

  /** Every position counts alike. */
  public static final PositionWeights ALL =
      new PositionWeights(List.of(1.0), Double.POSITIVE_INFINITY);

  public PositionWeights {
    first = List.copyOf(first);
    if (first.stream().noneMatch(weight -> weight > 0)
        || first.stream().anyMatch(weight -> !(weight >= 0) || Double.isInfinite(weight))) {
      throw new IllegalArgumentException(
          "weights must be finite and 0 or more, at least one of them above 0, were " + first);
    }
    if (!(decay >= 0)) {
      throw new IllegalArgumentException("decay must be 0 or more, was " + decay);
    }
  }

  /** The first so many positions count alike, later ones not at all. */
  public static PositionWeights first(int positions) {
    return new PositionWeights(Collections.nCopies(positions, 1.0), 0);
  }

  /** Positions after which nothing counts; empty if every position does. */
  public OptionalInt limit() {
    return decay == 0 ? OptionalInt.of(first.size()) : OptionalInt.empty();
  }

  /** Whether none of the first so many positions counts. */
  public boolean countsNothing(int tokens) {
    return IntStream.range(0, tokens).allMatch(position -> at(position) == 0);
  }

  /**
   * The weight of one position.
   *
   * @param position from 0
   */
  public double at(int position) {
    if (position < first.size()) {
      return first.get(position);
    }
    int beyond = position + 1 - first.size();
    return decay == 0 ? 0 : first.getLast() * Math.exp(-beyond / decay);
  }

  /**
   * What each position of a completion counts in its reduction.
   *
   * @return shape {@code [tokens]}; with a mean they add up to 1, unless all are 0
   */
  public double[] of(int tokens, PositionReduction reduction) {
    double[] weights = new double[tokens];
    double sum = 0;
    for (int t = 0; t < tokens; t++) {
      weights[t] = at(t);
      sum += weights[t];
    }
    if (reduction == PositionReduction.MEAN && sum > 0) {
      for (int t = 0; t < tokens; t++) {
        weights[t] /= sum;
      }
    }
    return weights;
  }
}
