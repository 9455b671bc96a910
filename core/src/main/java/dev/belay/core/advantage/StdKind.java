package dev.belay.core.advantage;

/** Which standard deviation: the peers differ, and at 4 completions a group it is 15 %. */
public enum StdKind {
  /** Divides the squared deviations by n − 1. */
  SAMPLE(1),
  /** Divides the squared deviations by n. */
  POPULATION(0);

  private final int lostDegrees;

  StdKind(int lostDegrees) {
    this.lostDegrees = lostDegrees;
  }

  /** Standard deviation from a sum of squared deviations of {@code n} values. */
  double fromSquares(double squares, long n) {
    return Math.sqrt(squares / (n - lostDegrees));
  }
}
