package dev.belay.cli.bench;

import dev.belay.core.run.Progress;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code belay bench}: groups the measurements of speed. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the speed of this machine, and prints one line of JSON; or, with coverage, how far"
          + " the statistics keep what they promise, and with bounds and tabular whether the"
          + " drift theory does.",
      "bench/peers has the same measurements of other programs."
    },
    subcommands = {
      RolloutBench.class,
      TrainBench.class,
      StepBench.class,
      VerifyBench.class,
      CoverageBench.class,
      MonitorBench.class,
      BoundsBench.class,
      TabularBench.class
    })
public final class BenchCommand implements Runnable {

  private final Supplier<Progress> progress;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run().
  private CommandSpec spec;

  /** With progress of fetching the model told to what {@code progress} gives. */
  public BenchCommand(Supplier<Progress> progress) {
    this.progress = progress;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What to measure? See belay bench --help.");
  }

  Progress progress() {
    return progress.get();
  }
}
