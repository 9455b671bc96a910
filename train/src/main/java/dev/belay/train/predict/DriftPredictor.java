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
import dev.belay.safety.prediction.MeasuredDrift;
import dev.belay.safety.prediction.PredictionPage;
import dev.belay.safety.prediction.PromptSample;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.WeightsHash;
import dev.belay.train.step.RolloutStep;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Predicts what a recipe's training would do to safety, from the base alone: the verifiers of the
 * recipe say what succeeds, its judge what is safe.
 *
 * @param prompts of the training data, chosen by hashed order; all if there are fewer
 * @param completions of each
 * @param folder where completions and the prediction are kept
 * @param trained a model that the recipe's training left, asked the same prompts; empty without one
 */
public record DriftPredictor(int prompts, int completions, Path folder, Optional<Path> trained) {

  private static final List<Double> COEFFICIENTS =
      List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0);

  private static final ObjectMapper MAPPER =
      Json.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /**
   * Samples what is left to sample and predicts.
   *
   * @throws BadInputException if the recipe has no reward, the folder holds another prediction, or
   *     the trained model is none of the recipe's
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
    trained.ifPresent(model -> requireSameShape(model, directory));
    BaseSamples.requireSame(folder.resolve("settings.json"), settings(recipe, directory, judge));
    List<PromptSample> samples;
    Optional<MeasuredDrift> measured;
    try (ModelSession session = ModelSession.open(directory, recipe.model())) {
      Sampling sampling =
          new Sampling(session, spec, training, judge, recipe.seed(), completions, folder);
      List<Problem> problems = chosen(training.problems(), recipe.seed());
      samples = sampling.of("the base", "predict", "completions.jsonl").of(problems, progress);
      measured =
          trained.map(
              model ->
                  measured(
                      model,
                      sampling,
                      problems,
                      samples,
                      recipe.evaluate().confidence(),
                      progress));
    }
    DriftPrediction prediction =
        DriftPrediction.of(
            samples,
            spec.reward().stream().mapToDouble(term -> Math.abs(term.weight())).sum(),
            coefficients(spec),
            recipe.evaluate().confidence(),
            Seeds.derive(recipe.seed(), "bootstrap"));
    DriftPrediction whole = measured.map(prediction::with).orElse(prediction);
    write(whole);
    return whole;
  }

  private static void requireSameShape(Path trained, Path base) {
    try (LanguageModel after = LanguageModel.open(trained);
        LanguageModel before = LanguageModel.open(base)) {
      if (!after.config().equals(before.config())) {
        throw new BadInputException(
            "%s: is of another architecture or size than the recipe's model, %s. Give the model that this recipe's training left."
                .formatted(trained, base));
      }
    }
  }

  /** Asks the trained model the same prompts, by draws of its own; kept by the weights' hash. */
  private static MeasuredDrift measured(
      Path model,
      Sampling sampling,
      List<Problem> problems,
      List<PromptSample> base,
      double confidence,
      Progress progress) {
    String sha256 = WeightsHash.of(model);
    try (LanguageModel weights = LanguageModel.open(model)) {
      sampling.session().engine().reload(weights);
      List<PromptSample> after =
          sampling
              .of(
                  "the trained model",
                  "predict-trained",
                  "trained-" + sha256.substring(0, 12) + ".jsonl")
              .of(problems, progress);
      return MeasuredDrift.of(sha256, base, after, confidence);
    }
  }

  /** What is asked, whoever is asked. */
  private record Sampling(
      ModelSession session,
      TrainSpec.Rlvr spec,
      TrainingPlan.Rlvr training,
      Judge judge,
      long seed,
      int completions,
      Path folder) {

    BaseSamples of(String whom, String purpose, String file) {
      RolloutStep step =
          new RolloutStep(
              session.engine(),
              session.prompts(),
              training.verifiers(),
              spec.rollout().sampling(),
              completions,
              Seeds.derive(seed, purpose));
      return new BaseSamples(whom, folder.resolve(file), step, spec, judge, completions);
    }
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
