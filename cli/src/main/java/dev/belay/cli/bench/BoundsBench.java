package dev.belay.cli.bench;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.BadInputException;
import dev.belay.measure.drift.BoundsReport;
import dev.belay.measure.drift.BoundsStudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code belay bench bounds}: the drift theory's inequalities on random laws. */
@Command(
    name = "bounds",
    mixinStandardHelpOptions = true,
    description = {
      "Checks every inequality and identity of the drift theory on random finite laws and random"
          + " policies, and prints the worst slack of each. Needs no model.",
      "",
      "Exit code 1 says that one is violated beyond rounding."
    })
final class BoundsBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private BenchCommand parent;

  @Option(
      names = "--instances",
      defaultValue = "100000",
      description = "random laws; ${DEFAULT-VALUE} by default")
  private long instances;

  @Option(names = "--seed", defaultValue = "0", description = "decides them")
  private long seed;

  @Option(names = "--threads", defaultValue = "2", description = "${DEFAULT-VALUE} by default")
  private int threads;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    if (instances < 1 || threads < 1) {
      throw new BadInputException(
          "--instances and --threads must be 1 or more, were %d and %d."
              .formatted(instances, threads));
    }
    BoundsReport report = new BoundsStudy(instances, seed, threads).run(parent.progress());
    json.print(report::json, out -> out.print(report.table()));
    return report.violations() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
