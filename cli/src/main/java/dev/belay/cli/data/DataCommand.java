package dev.belay.cli.data;

import dev.belay.cli.option.DataOption;
import dev.belay.core.data.DataLocations;
import dev.belay.core.run.Progress;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code belay data}: groups the commands on data. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Says what benchmarks and datasets there are, and fetches them.",
    subcommands = {
      DataListCommand.class,
      DataShowCommand.class,
      DataSamplesCommand.class,
      DataPullCommand.class
    })
public final class DataCommand implements Runnable {

  private final Supplier<Progress> progress;
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run().
  private CommandSpec spec;

  @Mixin private final DataOption data = new DataOption();

  /** With progress told to what {@code progress} gives. */
  public DataCommand(Supplier<Progress> progress) {
    this(progress, System.getenv());
  }

  DataCommand(Supplier<Progress> progress, Map<String, String> environment) {
    this.progress = progress;
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command on data? See belay data --help.");
  }

  DataLocations locations() {
    return data.locations(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  Progress progress() {
    return progress.get();
  }
}
