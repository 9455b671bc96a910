package dev.belay.cli.bench;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.measure.monitor.MonitorReport;
import dev.belay.measure.monitor.MonitorStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay bench monitor}: how often a monitor's alarms and certificates err, and how soon. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates training runs whose drift is known and counts false alarms, how late a drift is"
          + " found, and false certificates. Needs no model. Prints tables as Markdown."
    })
final class MonitorBench implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private BenchCommand parent;

  @Option(
      names = "--runs",
      defaultValue = "2000",
      description = "of each scenario; ${DEFAULT-VALUE} by default")
  private int runs;

  @Option(names = "--seed", defaultValue = "0", description = "decides the draws")
  private long seed;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "a Markdown page whose tables, between two marks, are made anew")
  private @Nullable Path page;

  @Override
  public Integer call() {
    if (runs < 1) {
      throw new BadInputException("--runs must be 1 or more, was " + runs + ".");
    }
    MarkedPage marked = page == null ? null : new MarkedPage(page, "belay bench monitor");
    if (marked != null) {
      marked.check();
    }
    MonitorReport report = new MonitorStudy(runs, seed).run(parent.progress());
    if (marked != null) {
      marked.write(report.markdown());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json.given() ? Json.pretty(report.json()) + "\n" : report.markdown());
    out.flush();
    return 0;
  }
}
