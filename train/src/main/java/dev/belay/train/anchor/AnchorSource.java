package dev.belay.train.anchor;

/** Where an update's anchor prompts come from, with completions and what the reference says. */
interface AnchorSource extends AutoCloseable {

  /**
   * The batch of an update; the caller closes it.
   *
   * @param update from 1
   */
  AnchorBatch ofUpdate(long update);

  /** The same without what the reference says, for this one use. */
  AnchorBatch unreferenced(long update);

  @Override
  void close();
}
