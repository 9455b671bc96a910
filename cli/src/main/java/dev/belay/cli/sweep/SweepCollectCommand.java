package dev.belay.cli.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.DetailsOption;
import dev.belay.cli.option.JsonOption;
import dev.belay.train.sweep.SweepCollection;
import dev.belay.train.sweep.SweepTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code belay sweep collect}: what the cells found, pooled. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    description = {
      "Pools what the cells of a sweep found over seeds, writes sweep.json into its folder, and"
          + " prints a table for each axis; reads files alone, also while the sweep runs.",
      "",
      "With --details, every combination of the axes too."
    })
final class SweepCollectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the sweep's folder")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Mixin private final DetailsOption details = new DetailsOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    ObjectNode collected = SweepCollection.collect(folder, Instant.now());
    json.print(() -> collected, out -> out.print(SweepTable.print(collected, details.given())));
    return 0;
  }
}
