package dev.belay.cli.judge;

import dev.belay.cli.option.InterruptNote;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
import dev.belay.core.stats.Interval;
import dev.belay.core.text.GivenPath;
import dev.belay.safety.audit.Audit;
import dev.belay.safety.audit.AuditReport;
import dev.belay.safety.audit.LabelledFile;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgeTraining;
import dev.belay.safety.judge.Judgement;
import dev.belay.session.model.JudgeSession;
import dev.belay.torch.catalog.ModelStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code belay judge}: judges completions, audits judges against labels, trains the embedded one.
 */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    description = {
      "Says of completions whether they comply, refuse in part, or refuse; or, with --audit, how"
          + " far a judge agrees with labels."
    })
public final class JudgeCommand implements Callable<Integer> {

  private final Supplier<Progress> progress;

  /** The command with a place to say how it goes, made when it is needed. */
  public JudgeCommand(Supplier<Progress> progress) {
    this.progress = progress;
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "JSON Lines of {\"id\", \"prompt\", \"completion\"}; with --audit or --train, labelled"
            + " files: CSV or JSON Lines with prompt, completion and final_label or label, or"
            + " JailbreakBench artifacts (JSON)"
      })
  @SuppressWarnings("NullAway.Init")
  private List<Path> files;

  @Option(
      names = "--judge",
      paramLabel = "NAME",
      defaultValue = "embedded",
      description =
          "embedded, patterns, rubric:URL[#MODEL], llama-guard:MODEL, wildguard:MODEL,"
              + " harmbench:MODEL, ensemble:JUDGE,JUDGE, or a YAML file; default"
              + " ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  private String judge;

  @ArgGroup private @Nullable Mode mode;

  /** What to do other than judging. */
  private static final class Mode {
    @Option(names = "--audit", description = "compares the judge with the files' labels")
    private boolean audit;

    @Option(
        names = "--leave-one-out",
        description = "as --audit, each file judged by an embedded judge trained on the others")
    @SuppressWarnings("UnusedVariable") // The mode that is left when no other is set.
    private boolean leaveOneOut;

    @Option(
        names = "--train",
        paramLabel = "WEIGHTS",
        description = "trains the embedded judge on the files and writes its weights")
    private @Nullable Path weights;
  }

  @Option(names = "--json", description = "the audit as JSON")
  private boolean json;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      defaultValue = "" + Interval.DEFAULT_CONFIDENCE,
      description = "of the audit's intervals; default ${DEFAULT-VALUE}")
  private double confidence;

  @Override
  public Integer call() {
    if (!(confidence > 0 && confidence < 1)) {
      throw new BadInputException("--confidence must lie between 0 and 1, was " + confidence);
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw GivenPath.noFile(file, "no such file.");
      }
    }
    if (mode != null && mode.weights != null && Files.isDirectory(mode.weights)) {
      throw new BadInputException("--train: " + mode.weights + " is a folder; name a file.");
    }
    if (mode == null) {
      judge();
    } else if (mode.weights != null) {
      training(labelled()).write(mode.weights);
    } else {
      report(mode.audit ? audit() : leaveOneOut());
    }
    return 0;
  }

  private void judge() {
    List<List<JudgedLines.Line>> read = files.stream().map(JudgedLines::read).toList();
    PrintWriter out = spec.commandLine().getOut();
    try (JudgeSession judges = judges();
        InterruptNote _ = InterruptNote.ofVerdicts(spec, out, "printed")) {
      Judge named = judges.judge(judge);
      read.forEach(lines -> JudgedLines.judge(lines, named, out::println));
    }
    out.flush();
  }

  private JudgeSession judges() {
    Progress told = progress.get();
    return new JudgeSession(ModelStore.ofEnvironment(told)::resolve, System.getenv(), told);
  }

  private List<LabelledFile> labelled() {
    return files.stream().map(LabelledFile::read).toList();
  }

  private List<Audit> audit() {
    try (JudgeSession judges = judges()) {
      Judge named = judges.judge(judge);
      return labelled().stream().map(file -> Audit.of(file, named)).toList();
    }
  }

  private List<Audit> leaveOneOut() {
    List<LabelledFile> labelled = labelled();
    List<List<Judgement>> judgements = training(labelled).leaveOneOut();
    List<Audit> audits = new ArrayList<>();
    for (int i = 0; i < labelled.size(); i++) {
      audits.add(Audit.of(labelled.get(i), "embedded, trained on the others", judgements.get(i)));
    }
    return audits;
  }

  private static JudgeTraining training(List<LabelledFile> labelled) {
    return JudgeTraining.of(labelled.stream().map(LabelledFile::rows).toList());
  }

  private void report(List<Audit> audits) {
    AuditReport report = new AuditReport(audits, confidence);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.pretty(report.json()) + "\n" : report.print());
    out.flush();
  }
}
