package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;

/** A versioned set of prompts that measures one thing. */
public interface Benchmark {

  BenchmarkInfo info();

  /** Whether its file is found, or ships with Belay. */
  boolean isAvailable(DataLocations locations);

  /**
   * Reads it.
   *
   * @throws dev.belay.core.error.BadInputException when the file is missing, saying where it was
   *     looked for; or broken, saying on which lines
   */
  LoadedBenchmark load(DataLocations locations);
}
