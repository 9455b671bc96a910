package dev.belay.cli.verify;

import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.InterruptNote;
import dev.belay.cli.option.JsonOption;
import dev.belay.cli.option.OverridesOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.error.Printable;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.core.text.LineStream;
import dev.belay.session.plan.RewardPlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.verify.audit.RewardAudit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay verify}: verifies completions, or attacks the reward of a recipe. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Says of completions whether they solve their problems: one JSON verdict a line, and a"
          + " summary. Or, with --audit, attacks the reward of a recipe before training, and says"
          + " what it pays for that it must not: exit code 1 then."
    })
public final class VerifyCommand implements Callable<Integer> {

  /** Stands for what is piped in. */
  static final Path STANDARD_INPUT = Path.of("-");

  private final Supplier<Progress> progress;

  /** The command with a place to say how it goes, made when it is needed. */
  public VerifyCommand(Supplier<Progress> progress) {
    this.progress = progress;
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "JSON Lines of {\"id\", \"domain\", \"prompt\"?, \"completion\"} with what the domain is"
            + " checked against: \"gold\" (mathematics, choice), \"tests\" (code),"
            + " \"instruction_id_list\" and \"kwargs\" (instructions), \"generator\" and \"state\""
            + " (logic), \"tags\", \"pattern\" or \"json_schema\" (format); - is standard input."
            + " With --audit, a recipe"
      })
  @SuppressWarnings("NullAway.Init")
  private List<Path> files;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "of lines that do not say their own")
  private @Nullable String domain;

  @Option(
      names = "--verifier",
      paramLabel = "NAME",
      description = "verifies every line, in place of the domain's own; such as one of your own")
  private @Nullable String verifier;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "takes the verdicts; without it they are printed, and the summary goes to"
              + " standard error")
  private @Nullable Path out;

  @Option(names = "--audit", description = "attacks the reward of the recipe")
  private boolean audit;

  @Option(
      names = "--problems",
      paramLabel = "N",
      description = "of the audit, evenly from the training data; default 50")
  private @Nullable Integer problems;

  @Mixin private final OverridesOption overrides = new OverridesOption();

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    checkOptions();
    return audit ? audit() : verify();
  }

  private void checkOptions() {
    IssueList issues = new IssueList();
    if (audit) {
      refuse(issues, domain != null, "--domain", "verdicts");
      refuse(issues, verifier != null, "--verifier", "verdicts");
      refuse(issues, out != null, "--out", "verdicts");
    } else {
      refuse(issues, problems != null, "--problems", "an audit");
      refuse(issues, overrides.given(), "--set", "an audit");
      if (json.given() && out == null) {
        issues.add("--json", "--json is the summary's form; say where the verdicts go with --out.");
      }
    }
    if (problems != null && problems < 1) {
      issues.add("--problems", "--problems must be at least 1, was " + problems);
    }
    if (domain != null && Domain.of(domain).isEmpty()) {
      issues.add(
          "--domain",
          "--domain: found \"%s\", must be one of %s.".formatted(domain, Domain.words()));
    }
    if (out != null && files.stream().map(VerifyCommand::whole).anyMatch(whole(out)::equals)) {
      issues.add("--out", "--out: " + out + " is also read; name another.");
    }
    issues.throwIfAny();
  }

  private static void refuse(IssueList issues, boolean given, String option, String about) {
    if (given) {
      issues.add(option, "%s is about %s, which nobody asks for here.".formatted(option, about));
    }
  }

  private int verify() {
    JsonLinesOnly.require(files);
    LineVerifiers verifiers = new LineVerifiers(Optional.ofNullable(verifier));
    List<LineStream> opened = files.stream().map(VerifyCommand::open).toList();
    PrintWriter verdicts = out == null ? spec.commandLine().getOut() : writer(out);
    OfflineVerification verification =
        new OfflineVerification(
            Optional.ofNullable(domain).flatMap(Domain::of),
            verifiers,
            verdicts::println,
            progress.get());
    try (InterruptNote _ = InterruptNote.ofVerdicts(spec, verdicts, "written")) {
      for (int i = 0; i < files.size(); i++) {
        try (LineStream lines = opened.get(i)) {
          verification.run(files.get(i), lines);
        }
      }
    } finally {
      close(verdicts);
    }
    summarise(verification.summary());
    verification.throwIfBroken();
    return 0;
  }

  /** Standard output stays open: others print there too. */
  private void close(PrintWriter verdicts) {
    verdicts.flush();
    if (out != null) {
      boolean failed = verdicts.checkError();
      verdicts.close();
      if (failed) {
        throw new UncheckedIOException(
            new IOException(out + " could not be written as a whole; is the disk full?"));
      }
    }
  }

  private void summarise(VerifySummary summary) {
    if (out == null) {
      spec.commandLine().getErr().print(Printable.of(summary.print()));
      spec.commandLine().getErr().flush();
    } else {
      json.print(summary::facts, text -> text.print(summary.print()));
    }
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static LineStream open(Path file) {
    return file.equals(STANDARD_INPUT) ? LineStream.of(file, System.in) : LineStream.open(file);
  }

  private static PrintWriter writer(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInputException("--out: " + file + " is a folder; name a file.");
    }
    try {
      return new PrintWriter(Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new BadInputException("--out: cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private int audit() {
    Progress told = progress.get();
    List<AuditText> audits = new ArrayList<>();
    for (Path recipe : files) {
      RewardPlan plan =
          RewardPlan.of(
              RecipeReader.draft(recipe, overrides.values()),
              data.locations(System.getenv()),
              ModelStore.ofEnvironment(told));
      plan.byVerifier(problems == null ? 50 : problems)
          .forEach(
              (of, some) ->
                  audits.add(new AuditText(of, some.size(), new RewardAudit(of).run(some, told))));
    }
    json.print(
        () -> audits.stream().map(AuditText::facts).toList(),
        text -> audits.forEach(one -> text.println(one.print())));
    return audits.stream().anyMatch(AuditText::hasFault) ? 1 : 0;
  }
}
