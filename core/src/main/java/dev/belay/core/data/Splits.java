package dev.belay.core.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Splits samples in two by hash, keeping samples that belong together on one side. */
final class Splits {

  private Splits() {}

  /**
   * Holds out a fixed number of samples, or the largest number that whole groups allow.
   *
   * @param group samples with equal groups stay together
   * @return {@code train} and {@code test}, each in the order of the input
   */
  static <T extends Sample> Map<String, List<T>> holdOut(
      List<T> samples, int testSize, String purpose, Function<T, String> group) {
    Map<String, List<T>> groups = new LinkedHashMap<>();
    for (T sample : samples) {
      groups.computeIfAbsent(group.apply(sample), key -> new ArrayList<>()).add(sample);
    }
    Set<String> held = new HashSet<>();
    int taken = 0;
    for (String key :
        HashOrder.shuffled(List.copyOf(groups.keySet()), purpose, 0, Function.identity())) {
      int size = groups.getOrDefault(key, List.of()).size();
      if (taken + size <= testSize) {
        held.add(key);
        taken += size;
      }
    }
    return Map.of(
        "train", samples.stream().filter(s -> !held.contains(group.apply(s))).toList(),
        "test", samples.stream().filter(s -> held.contains(group.apply(s))).toList());
  }
}
