package dev.belay.cli.gate;

import dev.belay.cli.option.JsonOption;
import dev.belay.cli.option.PairedOptions;
import dev.belay.cli.option.RunEvaluations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.safety.eval.SettingsCheck;
import dev.belay.safety.gate.GateFolders;
import dev.belay.safety.gate.GateJson;
import dev.belay.safety.gate.GateResult;
import dev.belay.safety.gate.GateRule;
import dev.belay.safety.gate.GateText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belay gate}: an exit code for a build, by two evaluations. */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Lets a build go on only if a tuned model was shown to refuse harmful requests no less than"
          + " the model before it, up to a margin: paired, on the same prompts.",
      "",
      "Give two evaluations of belay eval, or one run, which holds both.",
      "",
      "Exit code 0: shown for every suite of harmful requests. 1: not; the first line says why, and"
          + " how many prompts it needs if there are too few. 2: bad input, such as evaluations"
          + " made with other judges, prompts or settings."
    })
public final class GateCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "1..2",
      description = "the evaluation before and the one after; or one run")
  private final List<Path> folders = new ArrayList<>();

  @Option(
      names = "--over-refusal-margin",
      paramLabel = "SHARE",
      description = "holds needless refusals to a margin too; else they are only reported")
  private @Nullable Double overRefusalMargin;

  @Option(
      names = "--capability-margin",
      paramLabel = "SHARE",
      description = "holds the tasks solved to a margin too; else they are only reported")
  private @Nullable Double capabilityMargin;

  @Option(
      names = "--exact",
      description =
          "decides by the exact limit of the prompts lost, gains not counted, as belay certify"
              + " does; needs more prompts")
  private boolean exact;

  @Option(
      names = "--max-undecided",
      paramLabel = "SHARE",
      defaultValue = "" + GateRule.MAX_UNDECIDED,
      description =
          "the largest share of a suite's prompts without a verdict; ${DEFAULT-VALUE} by default")
  private double maxUndecided;

  @Mixin private final PairedOptions paired = new PairedOptions();

  @Mixin private final GateReports reports = new GateReports();

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * The command.
   *
   * @param environment what a build server says of itself
   */
  public GateCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    List<String> unwritable = reports.issues();
    if (!unwritable.isEmpty()) {
      throw new BadInputException(unwritable);
    }
    try {
      GateResult result = judge();
      reports.write(result, environment);
      json.print(
          () -> GateJson.write(result), out -> out.print(Printable.of(GateText.print(result))));
      return result.verdict().exitCode();
    } catch (BadInputException e) {
      reports.write(e, environment);
      throw e;
    }
  }

  private GateResult judge() {
    List<String> issues = new ArrayList<>();
    boolean isRun = folders.size() == 1;
    Optional<RunEvaluations> found = tried(isRun ? this::ofRun : this::ofFolders, issues);
    OptionalDouble fixed =
        isRun && found.isPresent()
            ? tried(found.get()::margin, issues).orElse(OptionalDouble.empty())
            : OptionalDouble.empty();
    Optional<GateRule> rule = tried(() -> rule(fixed), issues);
    if (found.isEmpty() || rule.isEmpty() || !issues.isEmpty()) {
      found.ifPresent(
          pair ->
              issues.addAll(
                  SettingsCheck.issues(pair.before(), pair.after(), paired.acrossModels())));
      throw new BadInputException(issues);
    }
    GateResult result =
        GateFolders.judge(
            found.get().before(), found.get().after(), rule.get(), paired.acrossModels());
    return fixed.isPresent() && result.rule().margin() > fixed.getAsDouble()
        ? result.withWarning(
            "The margin is wider than the %s that the recipe fixed before the run."
                .formatted(fixed.getAsDouble()))
        : result;
  }

  private static <T> Optional<T> tried(Supplier<T> step, List<String> issues) {
    try {
      return Optional.of(step.get());
    } catch (BadInputException e) {
      issues.addAll(e.issues());
      return Optional.empty();
    }
  }

  private RunEvaluations ofRun() {
    return RunEvaluations.of(folders.getFirst());
  }

  private RunEvaluations ofFolders() {
    List<String> issues = new ArrayList<>();
    if (folders.size() > 2) { // picocli counts what follows one option, not all.
      issues.add(
          "%d folders were given; name the evaluation before and the one after, or one run."
              .formatted(folders.size()));
    }
    for (int i = 0; i < folders.size(); i++) {
      if (RunEvaluations.isRun(folders.get(i))) {
        issues.add(
            "%s: is a run, not an evaluation. Name its %s, or give it alone."
                .formatted(folders.get(i), i == 0 ? "eval/before" : "eval/after"));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new RunEvaluations(folders.get(0), folders.get(0), folders.get(1));
  }

  private GateRule rule(OptionalDouble fixed) {
    return new GateRule(
        paired.margin(fixed),
        optional(overRefusalMargin),
        optional(capabilityMargin),
        paired.confidence(),
        exact ? GateRule.Method.EXACT : GateRule.Method.SCORE,
        maxUndecided);
  }

  private static OptionalDouble optional(@Nullable Double margin) {
    return margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin);
  }
}
