package dev.belay.cli.compare;

import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.DetailsOption;
import dev.belay.cli.option.JsonOption;
import dev.belay.cli.report.FolderReport;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.core.recipe.RecipeArms;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.compare.CompareFile;
import dev.belay.train.compare.ComparisonPlan;
import dev.belay.train.compare.ComparisonResult;
import dev.belay.train.compare.ComparisonRunner;
import dev.belay.train.compare.CurveSource;
import dev.belay.train.compare.MachineRates;
import dev.belay.train.experiment.ExperimentRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay compare}: several ways of training, from one base. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Runs several ways of training from one base, which is measured once, and compares what each"
          + " did to safety where they can do equally much: paired, on the same prompts.",
      "",
      "Give two recipes or more, or one with arms: a map of names to the keys that differ. All are"
          + " planned before the first runs. --resume goes on where it was cut off; an arm that"
          + " fails leaves the others their results.",
      "",
      "Exit code 1 says that an arm has no result, or not all that was to be measured of it."
    })
public final class CompareCommand implements Callable<Integer> {

  private final Supplier<Progress> progressSupplier;
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(paramLabel = "RECIPE", arity = "1..*", description = "YAML files of recipes")
  private final List<Path> recipes = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "replaces a value in every arm, such as seed=3; may be repeated")
  private final List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/compare",
      description = "where the comparison is kept; ${DEFAULT-VALUE} by default")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(names = "--resume", description = "goes on with the comparison in that directory")
  private boolean resume;

  @Option(names = "--plan", description = "checks all arms, prints what would be run, and stops")
  private boolean plan;

  @Option(
      names = "--curve",
      paramLabel = "POINTS",
      description =
          "what is measured between base and tuned model: a number of weights between, or"
              + " weights:0.25,0.5,0.75 (the default), checkpoints, or none")
  private String curve = "";

  @Option(
      names = "--fresh",
      description = "measures the base anew, even if this machine has done so before")
  private boolean fresh;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final DetailsOption details = new DetailsOption();

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * The command.
   *
   * @param progress tells how far it is
   * @param environment says where models and data are
   */
  public CompareCommand(Supplier<Progress> progress, Map<String, String> environment) {
    this.progressSupplier = progress;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    Progress progress = progressSupplier.get();
    ModelStore models = ModelStore.of(environment, progress);
    ExperimentRunner plain =
        new ExperimentRunner(models, data.locations(environment), environment, progress);
    ExperimentRunner runner = fresh ? plain.fresh() : plain;
    MachineRates rates = MachineRates.of(models.home());
    ComparisonPlan planned = planned(runner, rates);
    String text = PlanText.of(planned);
    if (plan) {
      print(text + "Nothing was run.\n");
      return CommandLine.ExitCode.OK;
    }
    text.lines().forEach(progress::note);
    ComparisonResult result =
        new ComparisonRunner(runner, out, rates, progress).run(planned, _ -> {}, command());
    String report = FolderReport.write(out);
    json.print(
        () -> CompareFile.json(result, command()),
        writer -> writer.print(CompareSummary.text(result, details.given()) + report));
    return result.isIncomplete() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private ComparisonPlan planned(ExperimentRunner runner, MachineRates rates) {
    RecipeArms.Read read = RecipeArms.read(recipes, overrides);
    List<String> found = new ArrayList<>();
    folderIssue().ifPresent(found::add);
    CurveSource source = curve(found);
    found.addAll(read.issues());
    return ComparisonPlan.of(ComparisonPlan.arms(read), found, source, runner, rates, out);
  }

  private CurveSource curve(List<String> issues) {
    try {
      return curve.isEmpty() ? CurveSource.DEFAULT : CurveSource.parse(curve);
    } catch (BadInputException e) {
      issues.addAll(e.issues());
      return CurveSource.DEFAULT;
    }
  }

  private Optional<String> folderIssue() {
    if (plan) {
      return Optional.empty();
    }
    boolean there = Files.exists(out);
    if (there && !Files.isDirectory(out)) {
      return Optional.of(out + ": is a file; name a folder with --out DIR.");
    }
    if (there && !resume) {
      return Optional.of(
          out
              + ": exists already. Go on with that comparison with --resume, or choose another with"
              + " --out DIR.");
    }
    return resume && !there
        ? Optional.of(out + ": no such comparison; start it without --resume.")
        : Optional.empty();
  }

  private String command() {
    StringBuilder command = new StringBuilder("belay compare");
    recipes.forEach(recipe -> command.append(' ').append(recipe));
    overrides.forEach(set -> command.append(" --set ").append(set));
    command.append(curve.isEmpty() ? "" : " --curve " + curve);
    return command.toString();
  }

  private void print(String text) {
    spec.commandLine().getOut().print(Printable.of(text));
    spec.commandLine().getOut().flush();
  }
}
