package dev.belay.safety.benchmark;

import dev.belay.core.registry.Registry;
import java.util.Comparator;
import java.util.List;

/** Every benchmark on the class path, by name, sorted. */
public final class Benchmarks extends Registry<Benchmark> {

  private Benchmarks(List<Benchmark> all) {
    super("benchmark", sorted(all), benchmark -> benchmark.info().name());
  }

  private static List<Benchmark> sorted(List<Benchmark> all) {
    return all.stream().sorted(Comparator.comparing(b -> b.info().name())).toList();
  }

  /** The benchmarks that {@link java.util.ServiceLoader} finds. */
  public static Benchmarks load() {
    return new Benchmarks(
        Registry.provided(BenchmarkProvider.class, BenchmarkProvider::benchmarks));
  }

  /** The benchmarks of the given providers. */
  public static Benchmarks of(BenchmarkProvider... providers) {
    return new Benchmarks(Registry.provided(List.of(providers), BenchmarkProvider::benchmarks));
  }

  /** What there is, sorted by name. */
  public List<BenchmarkInfo> list() {
    return all().stream().map(Benchmark::info).toList();
  }
}
