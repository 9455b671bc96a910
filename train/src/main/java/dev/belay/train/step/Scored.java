package dev.belay.train.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Completions with what every term of the reward says of them.
 *
 * @param rollouts {@code B} completions, those of a group one after the other
 * @param terms each term by its name, before its weight, shape {@code [B]}
 * @param scores their weighted sum, NaN where a term is absent, shape {@code [B]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record Scored(List<Rollout> rollouts, Map<String, double[]> terms, double[] scores) {

  public Scored {
    rollouts = List.copyOf(rollouts);
  }

  /** Number of completions, B. */
  public int size() {
    return rollouts.size();
  }

  /** The numbers of each group's completions, in the order in which groups first appear. */
  List<List<Integer>> groups() {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      groups.computeIfAbsent(rollouts.get(i).group(), _ -> new ArrayList<>()).add(i);
    }
    return List.copyOf(groups.values());
  }

  /** Whether two of these completions scored differently: whether there is something to learn. */
  boolean hasSignal(List<Integer> members) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i : members) {
      if (!Double.isNaN(scores[i])) {
        lowest = Math.min(lowest, scores[i]);
        highest = Math.max(highest, scores[i]);
      }
    }
    return lowest < highest;
  }

  /** Those of the given numbers, in that order. */
  public Scored of(int[] chosen) {
    Map<String, double[]> some = new LinkedHashMap<>();
    terms.forEach((name, values) -> some.put(name, of(values, chosen)));
    return new Scored(
        IntStream.of(chosen).mapToObj(rollouts::get).toList(), some, of(scores, chosen));
  }

  private static double[] of(double[] values, int[] chosen) {
    return IntStream.of(chosen).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * Several after one another.
   *
   * @param parts at least one, scored by the same terms
   */
  static Scored join(List<Scored> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    List<Rollout> rollouts = new ArrayList<>();
    parts.forEach(part -> rollouts.addAll(part.rollouts()));
    Map<String, double[]> terms = new LinkedHashMap<>();
    for (String name : parts.getFirst().terms().keySet()) {
      terms.put(name, join(parts, part -> Objects.requireNonNull(part.terms().get(name))));
    }
    return new Scored(rollouts, terms, join(parts, Scored::scores));
  }

  private static double[] join(List<Scored> parts, Function<Scored, double[]> column) {
    return parts.stream().map(column).flatMapToDouble(Arrays::stream).toArray();
  }
}
