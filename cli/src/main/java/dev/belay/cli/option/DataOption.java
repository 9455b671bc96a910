package dev.belay.cli.option;

import dev.belay.core.data.DataLocations;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * {@code --data}: where files of public datasets are looked for first. The commands of a group have
 * it from the group.
 */
public final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "a folder with datasets, searched before those of BELAY_DATA")
  private @Nullable Path folder;

  /** This folder, then those of the environment. */
  public DataLocations locations(Map<String, String> environment) {
    return DataLocations.fromEnvironment(folder, environment);
  }
}
