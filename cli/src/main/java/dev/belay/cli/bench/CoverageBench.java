package dev.belay.cli.bench;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.measure.coverage.CoverageGrid;
import dev.belay.measure.coverage.CoverageReport;
import dev.belay.measure.coverage.CoverageStudy;
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

/** {@code belay bench coverage}: whether intervals and tests keep what they promise. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates experiments whose truth is known and counts how often intervals cover it and how"
          + " often tests err. Needs no model. Prints tables as Markdown."
    })
final class CoverageBench implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private BenchCommand parent;

  @Option(
      names = "--experiments",
      defaultValue = "10000",
      description = "of each setting; ${DEFAULT-VALUE} by default")
  private int experiments;

  @Option(names = "--seed", defaultValue = "0", description = "decides the data")
  private long seed;

  @Option(names = "--threads", defaultValue = "2", description = "${DEFAULT-VALUE} by default")
  private int threads;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "a Markdown page whose tables, between two marks, are made anew")
  private @Nullable Path page;

  @Override
  public Integer call() {
    if (experiments < 1 || threads < 1) {
      throw new BadInputException(
          "--experiments and --threads must be 1 or more, were %d and %d."
              .formatted(experiments, threads));
    }
    MarkedPage marked = page == null ? null : new MarkedPage(page, "belay bench coverage");
    if (marked != null) {
      marked.check();
    }
    CoverageStudy study = new CoverageStudy(experiments, seed, threads);
    CoverageReport report =
        new CoverageReport(study.run(CoverageGrid.standard(), parent.progress()), study);
    if (marked != null) {
      marked.write(report.markdown());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json.given() ? Json.pretty(report.json()) + "\n" : report.markdown());
    out.flush();
    return 0;
  }
}
