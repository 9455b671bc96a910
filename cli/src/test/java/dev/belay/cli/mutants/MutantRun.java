package dev.belay.cli.mutants;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Tries a sample of all mutants, and the planted faults, and says what the tests noticed. */
final class MutantRun {

  /** A mutant with what became of it. */
  record Tried(Mutant mutant, WorkerProcess.Answer answer) {}

  private final Path root;
  private final WorkerProcess worker;
  private final StringBuilder report = new StringBuilder();

  /**
   * A run.
   *
   * @param root the repository's
   */
  MutantRun(Path root, WorkerProcess worker) {
    this.root = root;
    this.worker = worker;
  }

  /** What has been reported so far. */
  String report() {
    return report.toString();
  }

  private void say(String line) {
    report.append(line).append('\n');
    System.err.println(line);
  }

  /** Tries the planted faults; returns those that no test noticed. */
  List<String> planted() throws IOException {
    List<String> unnoticed = new ArrayList<>();
    say("planted faults");
    for (PlantedFaults.Fault fault : PlantedFaults.read(root)) {
      WorkerProcess.Answer answer = tried(fault.mutant(), fault.tests());
      say(
          "  %-12s %-45s %s"
              .formatted(
                  answer.outcome().name().toLowerCase(Locale.ROOT),
                  fault.mutant().name(),
                  answer.by()));
      if (answer.outcome() != Outcome.KILLED) {
        unnoticed.add(fault.mutant().name());
      }
    }
    return unnoticed;
  }

  private WorkerProcess.Answer tried(Mutant mutant, List<String> tests) throws IOException {
    Path source = root.resolve(mutant.file());
    return worker.tried(source, mutant.apply(Files.readString(source)), tests);
  }

  /**
   * Tries mutants of one package.
   *
   * @param sample at most so many, chosen by the seed; 0 tries all
   */
  void target(Target target, int sample, long seed) throws IOException {
    requireGreen(target);
    List<Mutant> all = mutants(target);
    List<Mutant> chosen = new ArrayList<>(all);
    Collections.shuffle(chosen, new Random(seed));
    chosen = chosen.subList(0, sample == 0 ? all.size() : Math.min(sample, all.size()));
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    List<Tried> survivors = new ArrayList<>();
    for (Mutant mutant : chosen) {
      WorkerProcess.Answer answer = tried(mutant, target.tests(root, mutant.file()));
      counts.merge(answer.outcome(), 1, Integer::sum);
      if (answer.outcome() == Outcome.SURVIVED) {
        survivors.add(new Tried(mutant, answer));
      }
    }
    int killed = counts.getOrDefault(Outcome.KILLED, 0);
    int late = counts.getOrDefault(Outcome.TIMED_OUT, 0);
    int judged = killed + late + survivors.size();
    say(
        "%-28s %4d of %4d mutants: %4d killed, %2d of them by time, %3d survived, %3d not compiled: %.0f %%"
            .formatted(
                target.name(),
                chosen.size(),
                all.size(),
                killed + late,
                late,
                survivors.size(),
                counts.getOrDefault(Outcome.NOT_COMPILED, 0),
                judged == 0 ? Double.NaN : 100.0 * (killed + late) / judged));
    survivors.forEach(survivor -> say("    " + survivor.mutant().describe()));
  }

  /** Tests that fail without any mutant would kill every one. */
  private void requireGreen(Target target) throws IOException {
    Path first = target.sources(root).getFirst();
    Path source = root.resolve(first);
    WorkerProcess.Answer answer =
        worker.tried(source, Files.readString(source), target.tests(root, first));
    if (answer.outcome() != Outcome.SURVIVED) {
      throw new IllegalStateException(
          "%s: without a mutant: %s %s".formatted(target.name(), answer.outcome(), answer.by()));
    }
  }

  private List<Mutant> mutants(Target target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Mutant> mutants = new ArrayList<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      Map<String, Path> sources = new LinkedHashMap<>();
      for (Path source : target.sources(root)) {
        sources.put(root.resolve(source).toUri().toString(), source);
      }
      List<Path> paths = sources.values().stream().map(root::resolve).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  diagnostic -> {},
                  MutantWorker.options(),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      task.analyze();
      for (CompilationUnitTree unit : units) {
        Path source = sources.get(unit.getSourceFile().toUri().toString());
        if (source != null) {
          String text = Files.readString(root.resolve(source));
          mutants.addAll(MutationOperators.of(source, text, unit, task));
        }
      }
    }
    return mutants;
  }
}
