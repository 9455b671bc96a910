package dev.belay.cli.report;

import dev.belay.core.error.BadInputException;
import dev.belay.report.Report;
import dev.belay.report.read.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay report}: a page of what folders hold. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one HTML file, with everything in it and nothing loaded, of the folders that belay"
          + " run, eval, compare, demo and sweep made: the verdict, charts, samples and"
          + " provenance.",
      "",
      "Of several evaluations the first is before, and each other one is compared with it. Folders"
          + " of earlier versions are read too; what they do not hold is named in the page."
    })
public final class ReportCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "folders of runs, evaluations, comparisons and sweeps")
  private final List<Path> folders = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the page; report.html in DIR by default, or here of several")
  private @Nullable Path out;

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description =
          "what two evaluations are held to; ${DEFAULT-VALUE} by default; runs have their own")
  private double margin;

  @Option(
      names = "--across-models",
      description =
          "lets two evaluated models read the same prompts differently: other chat template, system"
              + " prompt or tokenizer")
  private boolean acrossModels;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "" + Folders.Settings.SAMPLES,
      description =
          "prompts with their completions in the page, those that changed first;"
              + " ${DEFAULT-VALUE} by default")
  private int samples;

  @Override
  public Integer call() {
    check();
    Path file = out == null ? usual() : out;
    Report.write(folders, new Folders.Settings(margin, acrossModels, samples), file);
    spec.commandLine().getOut().println("The report is " + file);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void check() {
    List<String> issues = new ArrayList<>();
    if (!(margin > 0 && margin < 1)) {
      issues.add("--margin: found %s, must lie between 0 and 1.".formatted(margin));
    }
    if (samples < 0) {
      issues.add("--samples: found %d, must be 0 or more.".formatted(samples));
    }
    if (out != null) {
      issues.addAll(unwritable(out));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static List<String> unwritable(Path file) {
    if (Files.isDirectory(file)) {
      return List.of(
          "--out: %s is a folder; name a file, such as %s."
              .formatted(file, file.resolve(Report.FILE)));
    }
    Path parent = file.toAbsolutePath().getParent();
    return parent != null && Files.isDirectory(parent)
        ? List.of()
        : List.of("--out: there is no folder %s; make it first.".formatted(parent));
  }

  private Path usual() {
    return folders.size() == 1 ? folders.getFirst().resolve(Report.FILE) : Path.of(Report.FILE);
  }
}
