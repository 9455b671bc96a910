package dev.belay.train.sweep;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.Grid;
import dev.belay.core.sweep.SweepCell;
import dev.belay.core.sweep.SweepPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hands the cells of a sweep to Apache Spark, by the user's own {@code spark-submit}. Workers need
 * the same Belay at the same place, and must see the sweep's folder.
 */
public final class SparkSweep {

  private static final String SUBMIT = "spark-submit";

  /** An executor that is lost counts as a failed attempt of its tasks; a cluster loses some. */
  private static final int LOST_EXECUTORS = 8;

  private final Path submit;
  private final SparkSettings settings;
  private final Progress progress;
  private final SweepStop stop;

  /**
   * What to ask of Spark.
   *
   * @param master its URL, such as {@code spark://host:7077}
   * @param conf further settings, {@code key=value}
   * @param belay words of the command by which workers start Belay
   * @param cores of each cell
   * @param gpus of each cell
   * @param retries how often a cell that died is tried again
   */
  public record SparkSettings(
      String master, List<String> conf, List<String> belay, int cores, int gpus, int retries) {}

  /** A sweep; nothing is done yet. */
  public SparkSweep(Path submit, SparkSettings settings, Progress progress, SweepStop stop) {
    this.submit = submit;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Where {@code spark-submit} is: in {@code SPARK_HOME}, else on the path.
   *
   * @throws BadInputException when it is in neither
   */
  public static Path findSubmit(Map<String, String> environment) {
    Optional<Path> home =
        Optional.ofNullable(environment.get("SPARK_HOME"))
            .filter(named -> !named.isBlank())
            .map(named -> Path.of(named, "bin", SUBMIT));
    if (home.isPresent() && !Files.isExecutable(home.get())) {
      throw new BadInputException(
          "SPARK_HOME: has no bin/spark-submit (%s); name the folder of an Apache Spark."
              .formatted(environment.get("SPARK_HOME")));
    }
    return home.or(() -> onPath(environment))
        .orElseThrow(
            () ->
                new BadInputException(
                    "--on spark: found no spark-submit: SPARK_HOME is not set, and none is on the"
                        + " PATH. Install Apache Spark 4.2 (also: pip install pyspark), and set"
                        + " SPARK_HOME."));
  }

  private static Optional<Path> onPath(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, SUBMIT))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs what is left of a sweep.
   *
   * @param folder the sweep's, with its plan
   * @throws IllegalStateException when Spark itself failed
   */
  public void run(Grid grid, Path folder) {
    List<SweepCell> pending =
        grid.cells().stream().filter(cell -> !CellFolder.of(folder, cell.id()).isDone()).toList();
    if (pending.isEmpty()) {
      stop.over();
      return;
    }
    Path log = folder.resolve("spark.log");
    List<String> command = command(grid, folder, pending);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    try {
      Optional<Process> spark = stop.start(builder);
      if (spark.isPresent()) {
        int exit = watch(spark.get(), grid, folder);
        if (exit != 0 && !stop.isRequested()) {
          throw new IllegalStateException(
              "spark-submit ended with exit code %d; see %s".formatted(exit, log));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + submit + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.ask();
    } finally {
      stop.over();
    }
  }

  private int watch(Process spark, Grid grid, Path folder) throws InterruptedException {
    SweepPlan plan = SweepPlan.of(grid);
    progress.start("sweep " + grid.file().name() + " on " + settings.master(), plan.cells().size());
    try {
      while (!spark.waitFor(2, TimeUnit.SECONDS)) {
        SweepCounts counts = SweepCounts.read(folder, plan, Instant.now());
        progress.update(counts.count(CellState.DONE), counts.count(CellState.RUNNING) + " running");
      }
      return spark.exitValue();
    } finally {
      spark.destroy();
      stop.ended(spark);
      progress.finish(SweepCounts.read(folder, plan, Instant.now()).words());
    }
  }

  private List<String> command(Grid grid, Path folder, List<SweepCell> pending) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(submit.toString(), "--master", settings.master()));
    words.addAll(List.of("--name", "belay-" + grid.file().name()));
    words.addAll(List.of("--class", SparkJar.MAIN));
    List<String> conf = new ArrayList<>();
    conf.add("spark.task.cpus=" + settings.cores());
    conf.add("spark.task.maxFailures=" + (settings.retries() + 1 + LOST_EXECUTORS));
    if (settings.gpus() > 0) {
      conf.add("spark.task.resource.gpu.amount=" + settings.gpus());
    }
    conf.addAll(settings.conf());
    conf.forEach(setting -> words.addAll(List.of("--conf", setting)));
    words.add(SparkJar.in(folder).toString());
    words.add("--cells");
    words.add(
        pending.stream()
            .map(cell -> Integer.toString(cell.index()))
            .collect(Collectors.joining(",")));
    words.addAll(List.of("--retries", Integer.toString(settings.retries())));
    words.addAll(List.of("--folder", Path.of("").toAbsolutePath().toString(), "--"));
    words.addAll(settings.belay());
    words.addAll(List.of("sweep", "cell", grid.file().file().toAbsolutePath().toString(), "{}"));
    words.addAll(List.of("--out", folder.toAbsolutePath().toString()));
    words.addAll(List.of("--cores", Integer.toString(settings.cores())));
    return words;
  }
}
