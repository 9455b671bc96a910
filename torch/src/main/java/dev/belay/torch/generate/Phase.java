package dev.belay.torch.generate;

import java.util.function.IntSupplier;

/**
 * A part of a forward pass that needs all that came before, and whose units can be computed in any
 * order, by any worker, to the same bits.
 *
 * @param size number of units; asked when the phase before is over
 */
record Phase(IntSupplier size, Work work) {

  /** Computes units. */
  @FunctionalInterface
  interface Work {
    /**
     * Computes the units {@code [from, to)}.
     *
     * @param worker number of the thread; indexes scratch memory
     */
    void run(int from, int to, int worker);
  }

  /** Computes one unit. */
  @FunctionalInterface
  interface Unit {
    /**
     * Computes unit {@code index}.
     *
     * @param worker number of the thread; indexes scratch memory
     */
    void run(int index, int worker);
  }

  /** A phase whose units are computed one by one. */
  static Phase of(IntSupplier size, Unit unit) {
    return new Phase(
        size,
        (from, to, worker) -> {
          for (int i = from; i < to; i++) {
            unit.run(i, worker);
          }
        });
  }
}
