package dev.belay.cli.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How much the tests notice: {@code mvn verify -Pmutants}. System properties: {@code
 * mutants.sample}, how many mutants of each package, 40 by default, 0 for all; {@code mutants.seed}
 * chooses them; {@code mutants.packages}, a pattern of packages. The report is in {@code
 * target/mutants/report.txt}.
 */
class MutantsIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FOLDER = Path.of("target", "mutants").toAbsolutePath();
  private static final long TIMEOUT_SECONDS = 180;

  /** That of this module, and the tests of the others. */
  private static String classPath() {
    String others =
        List.of("core", "torch", "safety", "train").stream()
            .map(module -> ROOT.resolve(module).resolve("target/test-classes").toString())
            .collect(Collectors.joining(File.pathSeparator));
    return System.getProperty("java.class.path") + File.pathSeparator + others;
  }

  @Test
  void plantedFaultsDie() throws IOException {
    Files.createDirectories(FOLDER);
    try (WorkerProcess worker = new WorkerProcess(classPath(), FOLDER, TIMEOUT_SECONDS)) {
      MutantRun run = new MutantRun(ROOT, worker);
      List<String> unnoticed = run.planted();
      Files.writeString(FOLDER.resolve("planted.txt"), run.report());
      assertThat(unnoticed).isEmpty();
    }
  }

  @Test
  void mostMutantsDie() throws IOException {
    Files.createDirectories(FOLDER);
    String packages = System.getProperty("mutants.packages", ".*");
    try (WorkerProcess worker = new WorkerProcess(classPath(), FOLDER, TIMEOUT_SECONDS)) {
      MutantRun run = new MutantRun(ROOT, worker);
      for (Target target : Target.ALL) {
        if (target.name().matches(packages)) {
          run.target(
              target, Integer.getInteger("mutants.sample", 40), Long.getLong("mutants.seed", 1));
          Files.writeString(FOLDER.resolve("report.txt"), run.report());
        }
      }
      assertThat(run.report()).contains("killed");
    }
  }
}
