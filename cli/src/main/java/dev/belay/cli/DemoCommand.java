package dev.belay.cli;

import dev.belay.cli.compare.CompareSummary;
import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.SamplesOption;
import dev.belay.cli.report.FolderReport;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonPlan;
import dev.belay.train.compare.ComparisonResult;
import dev.belay.train.compare.ComparisonRunner;
import dev.belay.train.compare.CurveSource;
import dev.belay.train.compare.MachineRates;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.experiment.ExperimentRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belay demo}: the whole story on a real model. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "The whole story on the real SmolLM2-135M-Instruct: pulls it, aligns it, fine-tunes it on"
          + " sums by SFT, from preferences (RLHF), by RLVR, and by RLVR with the anchor, each to"
          + " the same accuracy, and says what each did to its safety. Resumes where it was cut"
          + " off.",
      "",
      "Exit code 1 says that an arm has no result; the others have theirs."
    })
final class DemoCommand implements Callable<Integer> {

  /** All arms stop at one accuracy, so that their ends are compared, and nothing between. */
  private static final CurveSource CURVE = new CurveSource.None();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "where the demo is kept (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final SamplesOption samples = new SamplesOption();

  @Option(names = "--details", description = "prints every table of every arm as it ends")
  private boolean details;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    TerminalProgress progress =
        TerminalProgress.onStandardError().withSamples(samples.everySteps());
    ModelStore models = ModelStore.ofEnvironment(progress);
    ExperimentRunner runner =
        new ExperimentRunner(
            models,
            data.locations(System.getenv()),
            System.getenv(),
            progress,
            "Go on with the same command.");
    align(runner, models, progress);
    MachineRates rates = MachineRates.of(models.home());
    ComparisonPlan plan =
        ComparisonPlan.of(
            DemoArm.ALL.stream().map(arm -> arm.in(recipes())).toList(),
            List.of(),
            CURVE,
            runner,
            rates,
            out);
    ComparisonResult result =
        new ComparisonRunner(runner, out, rates, progress).run(plan, this::ended, "belay demo");
    spec.commandLine().getOut().print(CompareSummary.text(result, false));
    spec.commandLine().getOut().print(FolderReport.write(out));
    spec.commandLine().getOut().flush();
    progress.note(
        "The demo took " + TerminalProgress.duration((System.nanoTime() - start) / 1_000_000));
    return result.isIncomplete() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private void align(ExperimentRunner runner, ModelStore models, TerminalProgress progress) {
    RecipeDraft align = recipe("align-smollm2");
    if (Files.isDirectory(models.pathFor(align.recipe().publish().orElseThrow()))) {
      progress.note("1. The aligned base is in the cache.");
      return;
    }
    Path folder = out.resolve("align");
    progress.note("1. Aligning: the model as shipped refuses almost nothing.");
    ExperimentResult result = runner.run(align, folder, Files.isDirectory(folder));
    if (details) {
      print("Alignment", result);
    }
  }

  private void ended(ArmOutcome arm) {
    arm.result().filter(_ -> details).ifPresent(result -> print(arm.label(), result));
  }

  private void print(String title, ExperimentResult result) {
    spec.commandLine().getOut().printf("%n%s%n%s%n", title, ResultPrinter.text(result, true));
    spec.commandLine().getOut().flush();
  }

  private static RecipeDraft recipe(String name) {
    return RecipeReader.draft(recipes().resolve(name + ".yaml"), List.of());
  }

  private static Path recipes() {
    String root = System.getProperty("belay.root");
    if (root == null) {
      throw new BadInputException(
          "the demo needs its recipes; start it with the launcher, ./belay demo.");
    }
    return Path.of(root, "recipes");
  }
}
