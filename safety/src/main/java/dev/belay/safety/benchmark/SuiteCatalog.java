package dev.belay.safety.benchmark;

import dev.belay.core.data.ColumnNames;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Difficulty;
import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.eval.CapabilitySuite;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.judge.Judge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Suites by the names that recipes use: benchmarks with the judges given, and datasets of problems
 * with the verifier of each.
 */
public final class SuiteCatalog {
  private final Benchmarks benchmarks;
  private final DataLocations locations;
  private final List<Judge> judges;
  private final OwnFiles ownFiles;

  /**
   * A catalog.
   *
   * @param judges who judges safety suites; the first decides
   */
  public SuiteCatalog(Benchmarks benchmarks, DataLocations locations, List<Judge> judges) {
    this.benchmarks = benchmarks;
    this.locations = locations;
    this.judges = List.copyOf(judges);
    this.ownFiles = new OwnFiles(locations);
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
   * What a suite of a recipe measures; of a file of the user's own what the recipe says.
   *
   * @throws BadInputException when there is no suite of that name
   */
  public SuiteKind kind(SuiteSpec spec) {
    return switch (spec.source()) {
      case SuiteSource.Known(String name) -> kind(name);
      case SuiteSource.OwnFile _ -> OwnFiles.kind(spec.purpose());
    };
  }

  /** As {@link #isAvailable(String)}; of a file of the user's own whether it is there. */
  public boolean isAvailable(SuiteSpec spec) {
    return switch (spec.source()) {
      case SuiteSource.Known(String name) -> isAvailable(name);
      case SuiteSource.OwnFile own -> Files.isRegularFile(own.file());
    };
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
    return load(new SuiteSpec(name, kind(name).purpose(), 0, 1, false));
  }

  /**
   * Reads a suite as a recipe asks for it.
   *
   * @throws BadInputException when there is none of that name, a file is missing or broken, or
   *     worked examples are too few, or measured themselves
   */
  public Loaded load(SuiteSpec spec) {
    return switch (spec.source()) {
      case SuiteSource.Known(String name) -> {
        Optional<Benchmark> benchmark = benchmarks.find(name);
        yield benchmark.isPresent() ? safety(spec.name(), benchmark.get()) : capability(spec, name);
      }
      case SuiteSource.OwnFile own -> ofFile(spec, own);
    };
  }

  private Loaded ofFile(SuiteSpec spec, SuiteSource.OwnFile own) {
    Path file = own.file();
    OwnFiles.require(file);
    if (benchmarks.find(spec.name()).isPresent()
        || CapabilityTask.ALL.find(spec.name()).isPresent()) {
      throw new BadInputException(
          "%s: its results would be called %s, as a suite that Belay knows; write { path: %s, name: … }, or rename the file."
              .formatted(file, spec.name(), file));
    }
    if (spec.purpose() == EvaluateSpec.Purpose.CAPABILITY) {
      return capability(spec, own);
    }
    SafetySuite suite =
        SafetySuite.of(
                spec.name(),
                OwnFiles.version(file),
                OwnFiles.kind(spec.purpose()),
                ownFiles.requests(own),
                judges)
            .from(file.getFileName().toString());
    return new Loaded(suite, List.of());
  }

  private Loaded safety(String name, Benchmark benchmark) {
    LoadedBenchmark loaded = benchmark.load(locations);
    BenchmarkInfo info = loaded.info();
    SafetySuite suite =
        SafetySuite.of(name, info.version(), info.kind(), loaded.prompts(), judges)
            .from(info.name());
    return new Loaded(suite, loaded.warnings());
  }

  private Loaded capability(SuiteSpec spec, String known) {
    CapabilityTask task = task(known);
    DatasetCatalog datasets = DatasetCatalog.standard(locations);
    Difficulty difficulty = SuiteLevel.parse(known).difficulty();
    List<Problem> problems =
        datasets.problems(new DatasetSpec(task.dataset(), task.split(), null, difficulty));
    requireReferences(known, problems, task.verifier());
    Function<String, List<Problem>> split =
        name -> datasets.problems(new DatasetSpec(task.dataset(), name, null, difficulty));
    CapabilitySuite suite =
        new CapabilitySuite(
            spec.name(),
            known,
            Integer.toString(datasets.find(task.dataset()).info().version()),
            problems,
            new Layouts(ownFiles, ColumnNames.AS_THEY_ARE)
                .of(spec.asked(), problems, task.template(), split),
            task.verifier());
    return new Loaded(suite, warnings(task, problems));
  }

  private Loaded capability(SuiteSpec spec, SuiteSource.OwnFile own) {
    Path file = own.file();
    List<Problem> problems = ownFiles.problems(own, spec.asked(), true);
    Verifier verifier = OwnFiles.verifier(problems, spec.asked());
    Function<String, List<Problem>> noSplits =
        split -> {
          throw OwnFiles.noSplit(split);
        };
    requireReferences(spec.name(), problems, verifier);
    CapabilitySuite suite =
        new CapabilitySuite(
            spec.name(),
            file.getFileName().toString(),
            OwnFiles.version(file),
            problems,
            new Layouts(ownFiles, own.columns())
                .of(spec.asked(), problems, PromptTemplate.QUESTION, noSplits),
            verifier);
    return new Loaded(suite, List.of());
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
