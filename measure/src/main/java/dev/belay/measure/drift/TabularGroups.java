package dev.belay.measure.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Groups of completions of one prompt: which completion each member is, and which group it is in.
 *
 * @param paths which completion, shape {@code [groups · groupSize]}
 * @param groups which group, of the same length
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record TabularGroups(int[] paths, int[] groups) {

  /** Every group that differs in what it holds, whatever the order: multisets. */
  static TabularGroups all(int completions, int groupSize) {
    List<int[]> found = new ArrayList<>();
    collect(new int[groupSize], 0, 0, completions, found);
    int[] paths = new int[found.size() * groupSize];
    int[] groups = new int[paths.length];
    for (int i = 0; i < found.size(); i++) {
      for (int j = 0; j < groupSize; j++) {
        paths[i * groupSize + j] = found.get(i)[j];
        groups[i * groupSize + j] = i;
      }
    }
    return new TabularGroups(paths, groups);
  }

  private static void collect(int[] group, int at, int from, int completions, List<int[]> into) {
    if (at == group.length) {
      into.add(group.clone());
      return;
    }
    for (int path = from; path < completions; path++) {
      group[at] = path;
      collect(group, at + 1, path, completions, into);
    }
  }

  /** Groups drawn from a law of completions. */
  static TabularGroups drawn(double[] law, int count, int groupSize, SplittableRandom random) {
    int[] paths = new int[count * groupSize];
    int[] groups = new int[paths.length];
    for (int i = 0; i < paths.length; i++) {
      double u = random.nextDouble();
      int path = 0;
      while (path < law.length - 1 && u >= law[path]) {
        u -= law[path];
        path++;
      }
      paths[i] = path;
      groups[i] = i / groupSize;
    }
    return new TabularGroups(paths, groups);
  }

  /**
   * The probability of each group of {@link #all} under a law: the multinomial's, shape {@code
   * [groups · groupSize]}, the same for all members of a group.
   */
  double[] probabilities(double[] law, int groupSize) {
    double[] probabilities = new double[paths.length];
    for (int first = 0; first < paths.length; first += groupSize) {
      double probability = 1;
      int same = 0;
      for (int j = 0; j < groupSize; j++) {
        same = j > 0 && paths[first + j] == paths[first + j - 1] ? same + 1 : 1;
        probability *= law[paths[first + j]] * (j + 1) / same;
      }
      for (int j = 0; j < groupSize; j++) {
        probabilities[first + j] = probability;
      }
    }
    return probabilities;
  }
}
