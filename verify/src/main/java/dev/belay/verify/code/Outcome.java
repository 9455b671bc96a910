package dev.belay.verify.code;

/**
 * How one run of code against its tests ended.
 *
 * @param state what that means
 * @param reason why, in one sentence
 */
record Outcome(State state, String reason) {

  /** What the end of a run means. */
  enum State {
    /** Every test passed. */
    PASSED,
    /** One did not, or the code used more than it may. */
    FAILED,
    /** The tests cannot be run, whatever the code is. */
    BROKEN,
    /** Nothing was found out: the fault is this machine's. */
    ERROR
  }

  static Outcome failed(String reason) {
    return new Outcome(State.FAILED, reason);
  }

  static Outcome error(String reason) {
    return new Outcome(State.ERROR, reason);
  }
}
