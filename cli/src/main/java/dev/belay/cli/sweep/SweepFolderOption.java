package dev.belay.cli.sweep;

import dev.belay.core.sweep.Grid;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --out}: where a sweep is kept. */
final class SweepFolderOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the sweep is kept; sweeps/NAME by default")
  private @Nullable Path out;

  Path folder(Grid grid) {
    return out == null ? Path.of("sweeps", grid.file().name()) : out;
  }
}
