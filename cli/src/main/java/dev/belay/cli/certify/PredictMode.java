package dev.belay.cli.certify;

import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.JsonOption;
import dev.belay.cli.option.OverridesOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.safety.prediction.DriftPrediction;
import dev.belay.safety.prediction.PredictionPage;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.experiment.ExperimentRunner;
import dev.belay.train.predict.DriftPredictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code belay certify --predict RECIPE}: the drift that training would bring, from the base. */
final class PredictMode implements CertifyMode {

  @Option(
      names = "--predict",
      paramLabel = "RECIPE",
      description =
          "samples the base on an RLVR recipe's training prompts and predicts what training would"
              + " do to safety there, over a range of KL coefficients")
  private @Nullable Path recipe;

  @Mixin private final OverridesOption overrides = new OverridesOption();

  @Option(
      names = "--prompts",
      paramLabel = "N",
      defaultValue = "32",
      description = "how many training prompts; ${DEFAULT-VALUE} by default")
  private int prompts;

  @Option(
      names = "--completions",
      paramLabel = "N",
      defaultValue = "16",
      description = "of each; ${DEFAULT-VALUE} by default")
  private int completions;

  @Option(
      names = "--trained",
      paramLabel = "RUN",
      description =
          "a run of that recipe, or the model it left: asked the same prompts, it says what"
              + " training did, and how much of that the theory explains")
  private @Nullable Path trained;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where completions and the prediction are kept, and gone on with; predictions/NAME by"
              + " default")
  private @Nullable Path out;

  @Mixin private final DataOption data = new DataOption();

  private final Supplier<Progress> told;

  PredictMode(Supplier<Progress> told) {
    this.told = told;
  }

  /** A run's model is in its folder {@code model}. */
  private @Nullable Path model() {
    if (trained == null) {
      return null;
    }
    Path left = trained.resolve("model");
    return Files.isDirectory(left) ? left : trained;
  }

  @Override
  public String usage() {
    return "--predict RECIPE";
  }

  @Override
  public boolean given() {
    return recipe != null || out != null || trained != null || overrides.given();
  }

  @Override
  public int run(JsonOption output) {
    if (recipe == null) {
      throw new BadInputException(
          "--out, --set and --trained mean nothing without --predict RECIPE.");
    }
    if (prompts < 2 || completions < 2) {
      throw new BadInputException(
          "--prompts and --completions must be 2 or more, were %d and %d."
              .formatted(prompts, completions));
    }
    RecipeDraft draft = RecipeReader.draft(recipe, overrides.values());
    Progress progress = told.get();
    Path folder = out == null ? Path.of("predictions", draft.recipe().name()) : out;
    DriftPredictor predictor =
        new DriftPredictor(prompts, completions, folder, Optional.ofNullable(model()));
    DriftPrediction prediction =
        new ExperimentRunner(
                ModelStore.ofEnvironment(progress),
                data.locations(System.getenv()),
                System.getenv(),
                progress)
            .withModel(draft, plan -> predictor.run(plan, progress));
    output.print(
        () -> RunMode.tree(prediction),
        page -> {
          page.print(PredictionPage.text(prediction));
          page.println("Everything is in " + folder);
        });
    return ExitCode.OK;
  }
}
