package dev.belay.cli.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.DetailsOption;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.Grid;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.experiment.ExperimentRunner;
import dev.belay.train.sweep.ChildCommand;
import dev.belay.train.sweep.LocalSweep;
import dev.belay.train.sweep.SweepCollection;
import dev.belay.train.sweep.SweepCounts;
import dev.belay.train.sweep.SweepStop;
import dev.belay.train.sweep.SweepTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay sweep}: runs every cell of a grid, or what is left of them. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a recipe once for every combination of a grid's values, each as a belay run of its own,"
          + " and prints a table for each axis, pooled over seeds.",
      "",
      "The same command goes on where a sweep was cut off; cells that are done are not run again,"
          + " nor are they when the grid gets more values. Everything that is wrong with any cell"
          + " is said at once, before the first runs.",
      "",
      "Exit code 0: every cell is done. 1: cells failed or were refused. 2: bad input."
    },
    subcommands = {SweepCellCommand.class, SweepStatusCommand.class, SweepCollectCommand.class})
public final class SweepCommand implements Callable<Integer> {

  private final Supplier<Progress> progress;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SWEEP",
      arity = "0..1",
      description = "a YAML file: name, recipe, grid, and if need be named, exclude, run")
  private @Nullable Path file;

  @Mixin private final SweepFolderOption out = new SweepFolderOption();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "how many cells run at a time; they share the cores out; 1 by default")
  private @Nullable Integer parallel;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "cores of each cell; by default all of them over --parallel, on Spark 1")
  private @Nullable Integer cores;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "how often a cell that died is tried again; 2 by default; bad input never is")
  private @Nullable Integer retries;

  @Option(names = "--plan", description = "checks every cell, lists them, and runs nothing")
  private boolean plan;

  @Mixin private final SparkOptions spark = new SparkOptions();

  @Mixin private final DetailsOption details = new DetailsOption();

  /** With progress told to what {@code progress} gives. */
  public SweepCommand(Supplier<Progress> progress) {
    this.progress = progress;
  }

  @Override
  public Integer call() {
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "Which sweep? Give its file, or see belay sweep --help.");
    }
    Grid grid = Grid.read(file);
    Path folder = out.folder(grid);
    Progress told = progress.get();
    checkOptions();
    check(grid, folder, told);
    SweepPlan planned = SweepPlan.of(grid);
    if (plan) {
      return print(CellList.ofPlan(folder, planned, Instant.now()), 0);
    }
    planned.write(folder);
    if (!run(grid, folder, told)) {
      return 1; // It was stopped, and said so.
    }
    ObjectNode collected = SweepCollection.collect(folder, Instant.now());
    boolean lost = SweepCounts.read(folder, planned, Instant.now()).anyLost();
    return print(SweepTable.print(collected, details.given()), lost ? 1 : 0);
  }

  private void checkOptions() {
    checkLeast("--parallel", parallel, 1);
    checkLeast("--cores", cores, 1);
    checkLeast("--retries", retries, 0);
    spark.check();
  }

  private static void checkLeast(String option, @Nullable Integer count, int least) {
    if (count != null && count < least) {
      throw new BadInputException(
          "%s: found %d, must be %d or more.".formatted(option, count, least));
    }
  }

  /** Finds all that the cells name; cells that are done need it no longer. */
  private static void check(Grid grid, Path folder, Progress told) {
    ExperimentRunner runner =
        new ExperimentRunner(
            ModelStore.ofEnvironment(told),
            DataLocations.fromEnvironment(null, System.getenv()),
            System.getenv(),
            told);
    grid.check(
        cell -> {
          if (!CellFolder.of(folder, cell.id()).isDone()) {
            runner.plan(cell.draft(), found -> true);
          }
        });
  }

  /** Whether it came to its end. */
  private boolean run(Grid grid, Path folder, Progress told) {
    int tries = retries == null ? grid.file().options().retries() : retries;
    SweepStop stop = SweepStop.onInterrupt(told::note);
    if (spark.wanted()) {
      spark.run(grid, folder, tries, cores == null ? 1 : cores, told, stop);
      return !stop.isRequested();
    }
    int lanes = parallel == null ? grid.file().options().parallel().orElse(1) : parallel;
    int each =
        cores != null
            ? cores
            : lanes == 1 ? 0 : Math.max(1, Runtime.getRuntime().availableProcessors() / lanes);
    new LocalSweep(folder, ChildCommand.likeThis(each), lanes, tries, told, stop)
        .run(grid.file().name(), grid.cells());
    return !stop.isRequested();
  }

  private int print(String text, int exitCode) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return exitCode;
  }

  Progress progress() {
    return progress.get();
  }
}
