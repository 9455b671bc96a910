package dev.belay.train.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.prediction.DriftPrediction;
import dev.belay.safety.prediction.PredictionPage;
import dev.belay.safety.prediction.PromptSample;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.model.WeightsHash;
import dev.belay.train.step.RolloutStep;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Predicts what a recipe's training would do to safety, from the base alone: the verifiers of the
 * recipe say what succeeds, its judge what is safe.
 *
 * @param prompts of the training data, chosen by hashed order; all if there are fewer
 * @param completions of each
 * @param folder where completions and the prediction are kept
 */
public record DriftPredictor(int prompts, int completions, Path folder) {

  private static final List<Double> COEFFICIENTS =
      List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0);

  private static final ObjectMapper MAPPER =
      Json.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /**
   * Samples what is left to sample and predicts.
   *
   * @throws BadInputException if the recipe has no reward, or the folder holds another prediction
   */
  public DriftPrediction run(ExperimentPlan plan, Progress progress) {
    Recipe recipe = plan.recipe();
    if (!(recipe.train().orElse(null) instanceof TrainSpec.Rlvr spec)
        || !(plan.training().orElse(null) instanceof TrainingPlan.Rlvr training)) {
      throw new BadInputException(
          "train.method: a drift is predicted for rlvr, whose reward tilts the base; this recipe"
              + " has none.");
    }
    if (!training.rewardModels().isEmpty()) {
      throw new BadInputException(
          training.rewardModels().getFirst().place()
              + ": a drift is predicted for rewards of known range, and that of a reward model has"
              + " none. Take its term out with --set train.reward=…, or predict another recipe.");
    }
    Path directory = plan.model().orElseThrow().directory();
    Judge judge = plan.suites().judge();
    BaseSamples.requireSame(folder.resolve("settings.json"), settings(recipe, directory, judge));
    List<PromptSample> samples;
    try (ModelSession session = ModelSession.open(directory, recipe.model())) {
      RolloutStep step =
          new RolloutStep(
              session.engine(),
              session.prompts(),
              training.verifiers(),
              spec.rollout().sampling(),
              completions,
              Seeds.derive(recipe.seed(), "predict"));
      samples =
          new BaseSamples(folder.resolve("completions.jsonl"), step, spec, judge, completions)
              .of(chosen(training.problems(), recipe.seed()), progress);
    }
    DriftPrediction prediction =
        DriftPrediction.of(
            samples,
            spec.reward().stream().mapToDouble(term -> Math.abs(term.weight())).sum(),
            coefficients(spec),
            recipe.evaluate().confidence(),
            Seeds.derive(recipe.seed(), "bootstrap"));
    write(prediction);
    return prediction;
  }

  private List<Problem> chosen(List<Problem> problems, long seed) {
    return problems.stream()
        .sorted(
            Comparator.comparingLong(
                (Problem problem) -> Seeds.derive(seed, "predict", problem.id())))
        .limit(prompts)
        .toList();
  }

  private static List<Double> coefficients(TrainSpec.Rlvr spec) {
    TreeSet<Double> all = new TreeSet<>(COEFFICIENTS);
    if (spec.kl().coef() > 0) {
      all.add(spec.kl().coef());
    }
    return List.copyOf(all);
  }

  private String settings(Recipe recipe, Path directory, Judge judge) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("recipe_sha256", Sha256.of(RecipeWriter.yaml(recipe.resolved())));
    settings.put("model_sha256", WeightsHash.of(directory));
    settings.put("judge", judge.name() + " " + judge.version());
    settings.put("prompts", prompts);
    settings.put("completions", completions);
    return Json.pretty(settings) + "\n";
  }

  private void write(DriftPrediction prediction) {
    try {
      AtomicFiles.write(
          folder.resolve("prediction.json"),
          MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(prediction) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and text are always valid JSON", e);
    }
    AtomicFiles.write(folder.resolve("prediction.svg"), PredictionPage.chart(prediction).svg());
  }
}
