package dev.belay.torch.generate;

/**
 * A completion in the making whose cache is computed anew, all tokens but the last: it has become
 * so long that the model turns all of its queries and keys otherwise.
 */
final class Recomputation {

  private final Sequence sequence;
  private int computed;

  Recomputation(Sequence sequence) {
    this.sequence = sequence;
  }

  Sequence sequence() {
    return sequence;
  }

  /** Adds as many of the rows that are still to compute as fit. */
  void addRows(StepRows rows) {
    while (rows.free() > 0 && !isComputed()) {
      rows.add(sequence.token(computed), computed, sequence.table());
      computed++;
    }
  }

  boolean isComputed() {
    return computed == sequence.lastPosition();
  }
}
