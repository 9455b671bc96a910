package dev.belay.cli.sweep;

import dev.belay.core.error.BadInputException;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.Grid;
import dev.belay.core.sweep.SweepCell;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.train.sweep.CellProcess;
import dev.belay.train.sweep.ChildCommand;
import dev.belay.train.sweep.SweepStop;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay sweep cell}: one cell, as a task of whoever hands them out. */
@Command(
    name = "cell",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one cell of a sweep, or goes on with it; that is all that a task of a Slurm array or of"
          + " an indexed job of Kubernetes has to do (docs/sweep.md).",
      "",
      "Exit code 0: the cell is done, or was already. 1: it died. 2: bad input; trying again would"
          + " not help."
    })
final class SweepCellCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(paramLabel = "SWEEP", index = "0", description = "the sweep's YAML file")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Parameters(
      paramLabel = "INDEX",
      index = "1",
      description = "of the cell, from 0, as belay sweep SWEEP --plan lists them")
  private int index;

  @Mixin private final SweepFolderOption out = new SweepFolderOption();

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "0",
      description = "cores of the cell; by default all that the process may use")
  private int cores;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      description = "how often it is tried again if it dies; ${DEFAULT-VALUE} by default")
  private int retries;

  @Override
  public Integer call() throws InterruptedException {
    Grid grid = Grid.read(file);
    grid.check();
    int cells = grid.cells().size();
    if (index < 0 || index >= cells) {
      throw new BadInputException(
          "INDEX: found %d, the sweep has cells 0 to %d.".formatted(index, cells - 1));
    }
    if (cores < 0 || retries < 0) {
      throw new BadInputException("--cores and --retries are 0 or more.");
    }
    Path folder = out.folder(grid);
    SweepPlan.of(grid).write(folder);
    return run(CellFolder.of(folder, grid.cells().get(index).id()), grid.cells().get(index));
  }

  private int run(CellFolder at, SweepCell cell) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    SweepStop stop = SweepStop.onInterrupt(err::println);
    try {
      Optional<Attempt> last =
          new CellProcess(at, cell.yaml(), ChildCommand.likeThis(cores), stop).run(retries);
      if (at.isDone()) {
        spec.commandLine().getOut().printf("cell %d is done: %s%n", index, at.run());
        return 0;
      }
      last.ifPresent(attempt -> say(err, attempt, at));
      return last.filter(end -> end.outcome() == Attempt.Outcome.REFUSED).isPresent() ? 2 : 1;
    } finally {
      stop.over();
    }
  }

  private void say(PrintWriter err, Attempt attempt, CellFolder at) {
    err.printf(
        "belay: cell %d ended with exit code %d in attempt %d; %s ends with:%n",
        index, attempt.exit(), attempt.number(), at.log());
    err.println(attempt.reason());
  }
}
