package dev.belay.cli.mutants;

/** What became of a mutant. */
enum Outcome {
  /** A test failed. */
  KILLED,
  /** The tests did not end in time, or the JVM died. */
  TIMED_OUT,
  SURVIVED,
  /** The compiler refused it, or a loaded class cannot be changed so. */
  NOT_COMPILED
}
