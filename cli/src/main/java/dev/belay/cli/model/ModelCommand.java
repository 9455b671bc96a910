package dev.belay.cli.model;

import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code belay model}: groups the commands on models. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Fetches, imports, describes and mixes models; shows what they see.",
    subcommands = {
      PullCommand.class,
      ImportCommand.class,
      ListCommand.class,
      InfoCommand.class,
      InterpolateCommand.class,
      MergeCommand.class,
      RenderCommand.class
    })
public final class ModelCommand implements Runnable {

  private final Supplier<Progress> progress;
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run().
  private CommandSpec spec;

  /** With progress told to what {@code progress} gives. */
  public ModelCommand(Supplier<Progress> progress) {
    this(progress, System.getenv());
  }

  ModelCommand(Supplier<Progress> progress, Map<String, String> environment) {
    this.progress = progress;
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command on models? See belay model --help.");
  }

  ModelStore store() {
    return ModelStore.of(environment, progress.get());
  }

  Map<String, String> environment() {
    return environment;
  }

  Progress progress() {
    return progress.get();
  }
}
