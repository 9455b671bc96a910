package dev.belay.safety.benchmark;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Every benchmark on the class path, by name. */
public final class Benchmarks {
  private final TreeMap<String, Benchmark> byName = new TreeMap<>();

  private Benchmarks(Iterable<BenchmarkProvider> providers) {
    for (BenchmarkProvider provider : providers) {
      for (Benchmark benchmark : provider.benchmarks()) {
        String name = benchmark.info().name();
        if (byName.put(name, benchmark) != null) {
          throw new IllegalStateException("two benchmarks are named " + name);
        }
      }
    }
  }

  /** The benchmarks that {@link ServiceLoader} finds. */
  public static Benchmarks load() {
    return new Benchmarks(
        ServiceLoader.load(BenchmarkProvider.class, Benchmarks.class.getClassLoader()));
  }

  /** The benchmarks of the given providers. */
  public static Benchmarks of(BenchmarkProvider... providers) {
    return new Benchmarks(List.of(providers));
  }

  /** What there is, sorted by name. */
  public List<BenchmarkInfo> list() {
    return byName.values().stream().map(Benchmark::info).toList();
  }

  /** The benchmark of that name, if there is one. */
  public Optional<Benchmark> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The benchmark of that name.
   *
   * @throws BadInputException naming those that exist
   */
  public Benchmark named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no benchmark \"%s\".%s Known: %s."
                        .formatted(
                            name,
                            DidYouMean.hint(name, byName.keySet()),
                            String.join(", ", byName.keySet()))));
  }
}
