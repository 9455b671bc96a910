package dev.belay.train.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataLocations;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.Environment;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole experiment on the tiny model, by its recipe.
 *
 * @param folder what the run left
 */
record TinyRun(Path folder, ExperimentResult result) {

  private static final String START =
      """
      name: tiny
      seed: 5
      model: { name: %s, dtype: float32 }
      """;

  /**
   * Runs a recipe.
   *
   * @param yaml all of it but name, seed and model
   * @param temp gets the run, and is where data are looked for
   */
  static TinyRun of(String yaml, Path temp) {
    return on(TinyModel.LLAMA.directory(), yaml, temp, "run");
  }

  /** Goes on with the run that {@link #on} left. */
  static TinyRun resumed(Path model, String yaml, Path temp, String name) {
    return whole(START.formatted(model) + yaml, temp, RunDirectory.resume(temp.resolve(name)));
  }

  /** Runs a recipe on a model, into a folder of {@code temp} of that name. */
  static TinyRun on(Path model, String yaml, Path temp, String name) {
    return whole(START.formatted(model) + yaml, temp, RunDirectory.create(temp.resolve(name)));
  }

  /** The same on the tiny model in bfloat16. */
  static TinyRun inBfloat16(String yaml, Path temp, String name) {
    String start = START.formatted(TinyModel.LLAMA.directory()).replace("float32", "bfloat16");
    return whole(start + yaml, temp, RunDirectory.create(temp.resolve(name)));
  }

  private static TinyRun whole(String yaml, Path temp, RunDirectory opened) {
    Path folder = opened.root();
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT);
        RunDirectory run = opened) {
      ExperimentPlan plan = plan(yaml, temp, models, judges);
      ExperimentResult result =
          new Experiment(plan, models, Progress.SILENT, StopRequest.NEVER).run(run);
      return new TinyRun(folder, result);
    }
  }

  private static ExperimentPlan plan(
      String yaml, Path temp, ModelStore models, JudgeSession judges) {
    Environment environment =
        new Environment(models, DataLocations.of(temp), judges, MemoryBudget.ofThisMachine());
    return ExperimentPlan.of(RecipeReader.draft(yaml, "tiny.yaml", List.of()), environment);
  }

  /** What a recipe measures; nothing is run. */
  static List<PlannedSuite> suites(String yaml, Path temp) {
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT)) {
      return plan(START.formatted(TinyModel.LLAMA.directory()) + yaml, temp, models, judges)
          .suites()
          .planned();
    }
  }

  /** The lines of {@code metrics.jsonl}. */
  List<JsonNode> metrics() {
    return JsonLines.readWhole(folder.resolve("metrics.jsonl"));
  }

  /** One metric of every step. */
  double[] metric(String key) {
    return metrics().stream().mapToDouble(line -> line.path(key).asDouble(Double.NaN)).toArray();
  }

  /** Writes a file of problems, such as {@code "four=7"}, each with its gold as the completion. */
  static Path problems(Path file, String... problems) {
    StringBuilder text = new StringBuilder();
    for (String problem : problems) {
      String prompt = problem.substring(0, problem.indexOf('='));
      String gold = problem.substring(prompt.length() + 1);
      text.append(
          "{\"prompt\": \"%s\", \"gold\": \"%s\", \"completion\": \"%s\"}\n"
              .formatted(prompt, gold, gold));
    }
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
