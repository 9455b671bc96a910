package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Difficulty;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.eval.CapabilitySuite;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.judge.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Suites by the names that recipes use: benchmarks with the judges given, and datasets of problems
 * with the verifier of each.
 */
public final class SuiteCatalog {
  private final Benchmarks benchmarks;
  private final DataLocations locations;
  private final List<Judge> judges;

  /**
   * A catalog.
   *
   * @param judges who judges safety suites; the first decides
   */
  public SuiteCatalog(Benchmarks benchmarks, DataLocations locations, List<Judge> judges) {
    this.benchmarks = benchmarks;
    this.locations = locations;
    this.judges = List.copyOf(judges);
  }

  /** A suite, and what its file says about itself. */
  public record Loaded(Suite suite, List<String> warnings) {}

  /** The names of all suites. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    benchmarks.list().forEach(info -> names.add(info.name()));
    names.addAll(CapabilityTask.ALL.names());
    return names;
  }

  /**
   * What the suite of that name measures; its file is not read.
   *
   * @throws BadInputException when there is no suite of that name
   */
  public SuiteKind kind(String name) {
    Optional<Benchmark> benchmark = benchmarks.find(name);
    return benchmark.isPresent() ? benchmark.get().info().kind() : capabilityKind(name);
  }

  private SuiteKind capabilityKind(String name) {
    task(name);
    return SuiteKind.CAPABILITY;
  }

  /**
   * Whether the suite's file is found, or ships with Belay.
   *
   * @throws BadInputException when there is no suite of that name
   */
  public boolean isAvailable(String name) {
    Optional<Benchmark> benchmark = benchmarks.find(name);
    return benchmark.isPresent() ? benchmark.get().isAvailable(locations) : isAvailable(task(name));
  }

  private boolean isAvailable(CapabilityTask task) {
    DatasetCatalog datasets = DatasetCatalog.standard(locations);
    return datasets.find(task.dataset()).isAvailable(task.split(), locations);
  }

  /**
   * Reads a suite.
   *
   * @throws BadInputException when there is none of that name, or its file is missing or broken
   */
  public Loaded load(String name) {
    Optional<Benchmark> benchmark = benchmarks.find(name);
    return benchmark.isPresent() ? safety(benchmark.get()) : capability(name);
  }

  private Loaded safety(Benchmark benchmark) {
    LoadedBenchmark loaded = benchmark.load(locations);
    BenchmarkInfo info = loaded.info();
    SafetySuite suite =
        SafetySuite.of(info.name(), info.version(), info.kind(), loaded.prompts(), judges);
    return new Loaded(suite, loaded.warnings());
  }

  private Loaded capability(String name) {
    CapabilityTask task = task(name);
    DatasetCatalog datasets = DatasetCatalog.standard(locations);
    Difficulty difficulty = SuiteLevel.parse(name).difficulty();
    List<Problem> problems =
        datasets.problems(new DatasetSpec(task.dataset(), task.split(), null, difficulty));
    requireReferences(name, problems, task.verifier());
    CapabilitySuite suite =
        new CapabilitySuite(
            name,
            Integer.toString(datasets.find(task.dataset()).info().version()),
            problems,
            task.template(),
            task.verifier());
    return new Loaded(suite, warnings(task, problems));
  }

  /** An answer that cannot be compared would make every completion of its problem an error. */
  private static void requireReferences(String name, List<Problem> problems, Verifier verifier) {
    List<Problem> unreadable =
        problems.stream().filter(problem -> verifier.referenceIssue(problem).isPresent()).toList();
    if (!unreadable.isEmpty()) {
      Problem first = unreadable.getFirst();
      throw new BadInputException(
          "%s: %d of %d reference answers cannot be read by the verifier %s, such as that of %s: %s. Mend them."
              .formatted(
                  name,
                  unreadable.size(),
                  problems.size(),
                  verifier.name(),
                  first.source(),
                  verifier.referenceIssue(first).orElse("")));
    }
  }

  private static List<String> warnings(CapabilityTask task, List<Problem> problems) {
    long found = problems.stream().map(Problem::category).distinct().count();
    return found >= task.categories()
        ? List.of()
        : List.of(
            "%s: %d of %d categories were found; its accuracy is not that of the whole set."
                .formatted(task.dataset(), found, task.categories()));
  }

  private CapabilityTask task(String name) {
    String suite = SuiteLevel.parse(name).suite();
    return CapabilityTask.ALL
        .find(suite)
        .orElseThrow(() -> Registry.unknown("suite", suite, names()));
  }
}
