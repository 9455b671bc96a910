package dev.belay.cli.sweep;

import dev.belay.core.sweep.SweepPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay sweep status}: how far the cells are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how far the cells of a sweep are; reads files alone, also while it runs.")
final class SweepStatusCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "the sweep's folder")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(CellList.ofStatus(folder, SweepPlan.read(folder), Instant.now()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
