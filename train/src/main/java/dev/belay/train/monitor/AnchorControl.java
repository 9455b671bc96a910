package dev.belay.train.monitor;

/** What an alarm can take hold of in the anchor. */
@FunctionalInterface
public interface AnchorControl {

  /**
   * Sets by what the anchor's coefficient is multiplied, from the next update on. The monitor keeps
   * the factor in its own state, and sets it again when a run is resumed.
   *
   * @param factor at least 1; of the coefficient that the recipe, or its controller, gives
   */
  void scale(double factor);
}
