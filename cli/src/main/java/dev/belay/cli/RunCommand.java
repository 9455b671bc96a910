package dev.belay.cli;

import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.DetailsOption;
import dev.belay.cli.option.OverridesOption;
import dev.belay.cli.option.SamplesOption;
import dev.belay.cli.report.FolderReport;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.experiment.ExperimentRunner;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay run}: one experiment. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one experiment: measures the model, trains it, measures the same prompts again with the"
          + " same seeds, and prints the paired changes with their intervals.",
      "",
      "Everything that the recipe names is found and checked first; what is wrong is said at once,"
          + " and nothing is run. With --plan it goes no further.",
      "",
      "Exit code 1 says that safety did not hold within the margin, or that the monitor's alarm"
          + " ended training; 0 that it held, or that the prompts are too few to tell."
    })
final class RunCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      description = "a YAML file, such as recipes/align-smollm2.yaml")
  @SuppressWarnings("NullAway.Init")
  private Path recipeFile;

  @Mixin private final OverridesOption overrides = new OverridesOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the run is kept; runs/NAME by default")
  private @Nullable Path out;

  @Option(names = "--resume", description = "goes on with the run in that directory")
  private boolean resume;

  @Option(
      names = "--plan",
      description =
          "checks the recipe and all that it names, prints what would be run, and runs nothing")
  private boolean plan;

  @Option(
      names = "--fresh",
      description =
          "measures the model before training anew, even if this machine has done so before")
  private boolean fresh;

  @Option(
      names = "--explain",
      description =
          "as --plan, and says why the KL coefficient means what it does, by sections of the drift"
              + " specification")
  private boolean explain;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final DetailsOption details = new DetailsOption();

  @Mixin private final SamplesOption samples = new SamplesOption();

  @Override
  public Integer call() {
    RecipeDraft draft = RecipeReader.draft(recipeFile, overrides.values());
    ExperimentRunner runner =
        runner(TerminalProgress.onStandardError().withSamples(samples.everySteps()));
    if (plan || explain) {
      return print(runner.plan(draft, found -> PlanPrinter.text(found, explain)));
    }
    Path directory = out == null ? Path.of("runs", draft.recipe().name()) : out;
    ExperimentResult result = runner.run(draft, directory, resume);
    print(ResultPrinter.text(result, details.given()));
    print(FolderReport.write(directory));
    return ResultPrinter.exitCode(result);
  }

  private int print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private ExperimentRunner runner(TerminalProgress progress) {
    ExperimentRunner runner =
        new ExperimentRunner(
            ModelStore.ofEnvironment(progress),
            data.locations(System.getenv()),
            System.getenv(),
            progress);
    return fresh ? runner.fresh() : runner;
  }
}
