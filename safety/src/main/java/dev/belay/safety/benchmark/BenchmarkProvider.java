package dev.belay.safety.benchmark;

import java.util.List;

/** Plugs benchmarks in; found by {@link java.util.ServiceLoader}. */
public interface BenchmarkProvider {

  /** The benchmarks on offer. */
  List<Benchmark> benchmarks();
}
