package dev.belay.cli;

import dev.belay.core.data.DataLocations;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: where files of public datasets are looked for first. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a folder with datasets, searched before those of BELAY_DATA")
  private @Nullable Path folder;

  /** This folder, then those of the environment. */
  DataLocations locations(Map<String, String> environment) {
    return DataLocations.fromEnvironment(folder, environment);
  }
}
