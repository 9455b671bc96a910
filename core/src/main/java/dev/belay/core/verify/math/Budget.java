package dev.belay.core.verify.math;

/** How much work one comparison may still cost. */
final class Budget {

  /** The work is given up. */
  static final class Exhausted extends Undetermined {
    private static final long serialVersionUID = 1;
  }

  private long left;

  Budget(long steps) {
    this.left = steps;
  }

  /**
   * Pays for work that is about to be done.
   *
   * @param steps about as many operations on machine words
   */
  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new Exhausted();
    }
  }
}
