package dev.belay.torch.generate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An order in which the products of an output's inputs are added up in fp32. Inputs come in pairs,
 * an even and the next odd one; a row of them is cut into runs, each summed from zero and then
 * added to the sum of the runs before.
 */
sealed interface SumOrder {

  /** Inputs of a run; even. The last run may be shorter. */
  int length();

  /**
   * The odd input of a pair, then the even one, each by fma into the run's one sum: bfloat16 dot
   * products of AVX-512, and what oneDNN puts in their place where the processor has none.
   */
  record OddThenEven(int length) implements SumOrder {}

  /**
   * All even inputs of a run by fma into one sum, all odd ones into another; the run is even + odd.
   * With runs of 32 inputs the order of AMX's tiles.
   */
  record OddBesideEven(int length) implements SumOrder {}

  /** The order of AMX. */
  static SumOrder amx() {
    return new OddBesideEven(32);
  }

  /** Orders that a multiplication may have, the likeliest first. */
  static List<SumOrder> candidates(int inputs) {
    List<SumOrder> orders = new ArrayList<>();
    Lengths.of(inputs).forEach(length -> orders.add(new OddThenEven(length)));
    orders.add(amx());
    return List.copyOf(orders);
  }

  /** Lengths of runs, which oneDNN chooses by the shape. */
  final class Lengths {

    private static final int MOST_RUNS = 16;
    private static final int[] UNITS = {2, 16, 32, 64};
    private static final int STEP = 64;
    private static final int LONGEST_STEP = 1024;

    private Lengths() {}

    /** The whole row, halves, thirds…, rounded up to what blocks may be; then multiples of 64. */
    private static Set<Integer> of(int inputs) {
      Set<Integer> lengths = new LinkedHashSet<>();
      for (int parts = 1; parts <= MOST_RUNS; parts++) {
        for (int unit : UNITS) {
          int length = (inputs + parts * unit - 1) / (parts * unit) * unit;
          lengths.add(Math.min(length, inputs));
        }
      }
      for (int length = STEP; length <= Math.min(LONGEST_STEP, inputs); length += STEP) {
        lengths.add(length);
      }
      return lengths;
    }
  }
}
