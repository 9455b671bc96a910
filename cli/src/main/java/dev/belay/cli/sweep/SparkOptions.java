package dev.belay.cli.sweep;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.core.sweep.Grid;
import dev.belay.train.sweep.ChildCommand;
import dev.belay.train.sweep.SparkSweep;
import dev.belay.train.sweep.SweepStop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --on spark}: where cells run that one machine is too small for. */
final class SparkOptions {

  @Option(
      names = "--on",
      paramLabel = "ENGINE",
      description = "what runs the cells: spark, by your spark-submit (SPARK_HOME, or the PATH)")
  private @Nullable String engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's, such as spark://host:7077, yarn or local[2,4]")
  private @Nullable String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "a setting of Spark, such as spark.executor.cores=4; may be repeated")
  private final List<String> conf = new ArrayList<>();

  @Option(
      names = "--gpus",
      paramLabel = "N",
      description = "GPUs of each cell, which Spark hands out")
  private @Nullable Integer gpus;

  @Option(
      names = "--belay",
      paramLabel = "COMMAND",
      description = "how workers start Belay; by default by the path that it has here")
  private @Nullable String belay;

  boolean wanted() {
    return engine != null;
  }

  /** Says what is wrong with the options, all at once. */
  void check() {
    List<String> issues = new ArrayList<>();
    if (engine != null && !engine.equals("spark")) {
      issues.add("--on: found '" + engine + "', must be spark; without it cells run here.");
    }
    if (engine != null && master == null) {
      issues.add("--on spark: needs --master URL, such as spark://host:7077 or local[2,4].");
    }
    if (engine == null && (master != null || gpus != null || belay != null || !conf.isEmpty())) {
      issues.add("--master, --spark-conf, --gpus and --belay are for --on spark; add that.");
    }
    if (gpus != null && gpus < 0) {
      issues.add("--gpus: found " + gpus + ", must be 0 or more.");
    }
    conf.stream()
        .filter(setting -> setting.indexOf('=') <= 0)
        .forEach(setting -> issues.add("--spark-conf " + setting + ": must be key=value."));
    if (engine != null && issues.isEmpty()) {
      SparkSweep.findSubmit(System.getenv());
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  void run(Grid grid, Path folder, int retries, int cores, Progress told, SweepStop stop) {
    SparkSweep.SparkSettings settings =
        new SparkSweep.SparkSettings(
            master == null ? "" : master,
            List.copyOf(conf),
            command(),
            cores,
            gpus == null ? 0 : gpus,
            retries);
    new SparkSweep(SparkSweep.findSubmit(System.getenv()), settings, told, stop).run(grid, folder);
  }

  /** The launcher, which sets up what the environment of a worker lacks; else this very Java. */
  private List<String> command() {
    if (belay != null) {
      return List.of(belay);
    }
    @Nullable String root = System.getProperty("belay.root");
    Path launcher = Path.of(root == null ? "" : root, "belay");
    return root != null && Files.isExecutable(launcher)
        ? List.of(launcher.toString())
        : ChildCommand.likeThis(0).belay();
  }
}
