package dev.belay.train.method;

/** Where the time of a step went. */
final class StepClock {

  private final long start = System.nanoTime();
  private long rolloutEnd;
  private long scoringEnd;
  private long updateEnd;

  void rolloutDone() {
    rolloutEnd = System.nanoTime();
  }

  void scoringDone() {
    scoringEnd = System.nanoTime();
  }

  void updateDone() {
    updateEnd = System.nanoTime();
  }

  double rolloutSeconds() {
    return (rolloutEnd - start) / 1e9;
  }

  double scoringSeconds() {
    return (scoringEnd - rolloutEnd) / 1e9;
  }

  double updateSeconds() {
    return (updateEnd - scoringEnd) / 1e9;
  }

  double stepSeconds() {
    return (updateEnd - start) / 1e9;
  }
}
