package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.Environment;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.train.method.RunStoppedException;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run cut off anywhere ends as the run that was not: same metrics, times aside, same weights. */
class ResumeTest {

  @TempDir Path temp;

  private static final String RLVR =
      """
      name: tiny-rlvr
      seed: 5
      model: { name: %s, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 3, max_completion_tokens: 6 }
        kl: { coef: 0.1 }
        optimizer: { learning_rate: 1.0e-3, warmup_steps: 2 }
        checkpoint_every_steps: 2
        steps: 5
      evaluate:
        capability: [ "arithmetic:6" ]
        capability_max_tokens: 6
      """;

  private static final String SFT =
      """
      name: tiny-sft
      seed: 5
      model: { name: %s, dtype: bfloat16 }
      train:
        method: sft
        data:
          - { source: arithmetic, split: train, limit: 12 }
          - { source: builtin-safety, split: align, label: answer, limit: 4, completions: self }
        batch_size: 4
        epochs: 1.5
        self_completion_tokens: 5
        optimizer: { learning_rate: 1.0e-3, schedule: cosine }
        checkpoint_every_steps: 1
      """;

  private static final String HELD_RLVR =
      withAnchor(
          RLVR,
          """
          anchor:
            data:
              - { source: builtin-safety, split: align, limit: 4 }
              - { source: builtin-benign, split: align, limit: 3 }
            max_completion_tokens: 5
            prompts_per_step: 3
            budget: 0.001
            combine: project
          """);

  private static final String HELD_SFT =
      withAnchor(
          SFT,
          """
          anchor:
            data: { source: builtin-safety, split: align, label: refuse, limit: 4 }
            completions: policy
            max_completion_tokens: 4
            prompts_per_step: 3
            coef: 2
          """);

  private static final String MEASURED_RLVR =
      withAnchor(
          RLVR,
          """
          second_measure:
            data: { source: arithmetic, split: validation, limit: 8 }
            every_steps: 2
            max_completion_tokens: 6
          """);

  private static String withAnchor(String recipe, String anchor) {
    return recipe.replace("train:\n", "train:\n" + anchor.indent(2));
  }

  private static final String MEASURING =
      """
      name: tiny-measuring
      model: { name: %s, dtype: float32 }
      evaluate:
        capability: [ "arithmetic:COUNT" ]
        capability_max_tokens: 4
      """;

  /** What a power cut looks like to the code: it ends in the middle of something. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Cuts the power the n-th time that progress is told. */
  private static final class CutAt implements Progress {
    private final int calls;
    private int told;

    CutAt(int calls) {
      this.calls = calls;
    }

    @Override
    public void start(String what, long total) {
      count();
    }

    @Override
    public void update(long done, String details) {
      count();
    }

    @Override
    public void finish(String summary) {
      count();
    }

    @Override
    public void note(String line) {}

    private void count() {
      if (++told == calls) {
        throw new PowerCut();
      }
    }
  }

  private Recipe recipe(String yaml) {
    return RecipeReader.parse(yaml.formatted(TinyModel.LLAMA.directory()), "tiny.yaml", List.of());
  }

  private ExperimentResult run(
      Recipe recipe, Path out, boolean resume, Progress progress, StopRequest stop) {
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), progress);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), progress);
        RunDirectory run = resume ? RunDirectory.resume(out) : RunDirectory.create(out)) {
      ExperimentPlan plan =
          ExperimentPlan.of(
              RecipeDraft.of(recipe),
              new Environment(
                  models, DataLocations.of(temp), judges, MemoryBudget.ofThisMachine()));
      return new Experiment(plan, models, progress, stop).run(run);
    }
  }

  private static List<JsonNode> metricsWithoutTimes(Path out) {
    List<JsonNode> lines = JsonLines.readWhole(out.resolve("metrics.jsonl"));
    for (JsonNode line : lines) {
      List<String> keys = new ArrayList<>();
      line.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        if (key.endsWith("_seconds") || key.endsWith("_per_second") || key.equals("memory_bytes")) {
          ((ObjectNode) line).remove(key);
        }
      }
    }
    return lines;
  }

  private void cutOffAnywhere(String yaml, List<Integer> cuts) throws IOException {
    Recipe recipe = recipe(yaml);
    Path whole = temp.resolve("whole");
    run(recipe, whole, false, Progress.SILENT, StopRequest.NEVER);

    Path cut = temp.resolve("cut");
    boolean started = false;
    for (int calls : cuts) {
      boolean resume = started;
      assertThatThrownBy(() -> run(recipe, cut, resume, new CutAt(calls), StopRequest.NEVER))
          .isInstanceOf(PowerCut.class);
      started = true;
    }
    run(recipe, cut, true, Progress.SILENT, StopRequest.NEVER);

    assertThat(metricsWithoutTimes(whole)).isNotEmpty().isEqualTo(metricsWithoutTimes(cut));
    assertThat(weights(cut)).isEqualTo(weights(whole));
    assertThat(cut.resolve("result.json")).hasSameTextualContentAs(whole.resolve("result.json"));
  }

  private static byte[] weights(Path out) throws IOException {
    Path adapter = out.resolve("model/adapter_model.safetensors");
    Path whole = out.resolve("model/model.safetensors");
    return Files.readAllBytes(Files.exists(adapter) ? adapter : whole);
  }

  @Test
  void anAdapterEndsTheSameWhereverItsRunWasCutOff() throws IOException {
    cutOffAnywhere(HELD_RLVR.replace("train:\n", "train:\n  lora: {}\n"), List.of(1, 9, 7));
  }

  @Test
  void rlvrEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(RLVR, List.of(1, 6, 4));
  }

  /** With a model that hardly finishes, and less often answers: every step draws again. */
  @Test
  void aRunThatReplacesGroupsEndsTheSameWhereverItWasCutOff() throws IOException {
    String selecting =
        "  signal: { groups: with-signal, refill_rounds: 2 }\n  truncation: { handling: mask }\n";
    cutOffAnywhere(RLVR.replace("evaluate:\n", selecting + "evaluate:\n"), List.of(1, 6, 4));
    assertThat(metricsWithoutTimes(temp.resolve("whole")))
        .hasSize(5)
        .allMatch(line -> line.path("groups_sampled").asInt() >= 2);
  }

  @Test
  void sftEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(SFT, List.of(2, 4, 3));
  }

  @Test
  void aRunThatIsHeldEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(HELD_RLVR, List.of(1, 9, 7));
    Path positions = Path.of("anchor/positions.jsonl");
    assertThat(temp.resolve("cut").resolve(positions))
        .hasSameTextualContentAs(temp.resolve("whole").resolve(positions));
    assertThat(Files.readAllLines(temp.resolve("cut").resolve(positions))).hasSize(5);
  }

  @Test
  void freshAnchorCompletionsAreTheSameWhereverTheRunWasCutOff() throws IOException {
    cutOffAnywhere(HELD_SFT, List.of(2, 4, 3));
  }

  @Test
  void aSecondMeasureRemembersWhatItSawBeforeTheCut() throws IOException {
    cutOffAnywhere(MEASURED_RLVR, List.of(1, 6, 4));
    List<JsonNode> metrics = metricsWithoutTimes(temp.resolve("cut"));
    assertThat(metrics)
        .extracting(line -> line.has("second_accuracy"))
        .containsExactly(true, true, false, true, true);
    assertThat(temp.resolve("cut/result.json")).content().contains("\"second_measure\"");
    Path state = Path.of("checkpoints/step-5/second-measure/looks.json");
    assertThat(temp.resolve("cut").resolve(state))
        .hasSameTextualContentAs(temp.resolve("whole").resolve(state));
  }

  @Test
  void askedToStopItSavesAndGoesOnLater() {
    Recipe recipe = recipe(SFT);
    Path out = temp.resolve("asked");
    StopRequest stop = new StopRequest();
    stop.ask();

    assertThatThrownBy(() -> run(recipe, out, false, Progress.SILENT, stop))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("stopped after step 1 of 6");
    assertThat(out.resolve("checkpoints/step-1/state.json")).exists();

    assertThat(run(recipe, out, true, Progress.SILENT, StopRequest.NEVER).steps()).isEqualTo(6);
  }

  @Test
  void anotherRecipeIsNotResumed() {
    Path out = temp.resolve("other");
    run(recipe(SFT), out, false, Progress.SILENT, StopRequest.NEVER);
    Recipe other = recipe(SFT.replace("1.0e-3", "2.0e-3"));

    assertThatThrownBy(() -> run(other, out, true, Progress.SILENT, StopRequest.NEVER))
        .hasMessageContaining("another recipe");
  }

  private static final String OWN_DATA =
      """
      name: tiny-own
      seed: 5
      model: { name: MODEL, dtype: float32 }
      train:
        method: sft
        data: { source: jsonl, path: DATA }
        batch_size: 2
        epochs: 3
        checkpoint_every_steps: 1
      """;

  /** A run of files that may be changed, stopped after its first step. */
  private Recipe stopped(Path model, Path data, Path out) {
    Recipe recipe =
        RecipeReader.parse(
            OWN_DATA.replace("MODEL", model.toString()).replace("DATA", data.toString()),
            "own.yaml",
            List.of());
    StopRequest stop = new StopRequest();
    stop.ask();
    assertThatThrownBy(() -> run(recipe, out, false, Progress.SILENT, stop))
        .isInstanceOf(RunStoppedException.class);
    return recipe;
  }

  private Path copyOfTheModel() throws IOException {
    Path model = Files.createDirectory(temp.resolve("model"));
    try (Stream<Path> files = Files.list(TinyModel.LLAMA.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    return model;
  }

  @Test
  void otherTrainingDataAreNotResumed() throws IOException {
    Path data = TinyRun.problems(temp.resolve("data.jsonl"), "one=1", "two=2", "four=4");
    Path out = temp.resolve("other-data");
    Recipe recipe = stopped(TinyModel.LLAMA.directory(), data, out);
    String good = Files.readString(data);
    TinyRun.problems(data, "one=WRONG", "two=WRONG", "four=WRONG");

    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> run(recipe, out, true, Progress.SILENT, StopRequest.NEVER))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("the training data (training_data_sha256 was ");
    }
    Files.writeString(data, good);
    assertThat(run(recipe, out, true, Progress.SILENT, StopRequest.NEVER).steps()).isEqualTo(5);
  }

  @Test
  void anotherModelOrTemplateIsNotResumed() throws IOException {
    Path data = TinyRun.problems(temp.resolve("data.jsonl"), "one=1", "two=2", "four=4");
    Path model = copyOfTheModel();
    Path out = temp.resolve("other-model");
    Recipe recipe = stopped(model, data, out);
    Path weights = model.resolve("model.safetensors");
    byte[] good = Files.readAllBytes(weights);
    byte[] other = good.clone();
    other[good.length - 2] ^= 1;
    Files.write(weights, other);

    assertThatThrownBy(() -> run(recipe, out, true, Progress.SILENT, StopRequest.NEVER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the model's weights (model_sha256 was ");
    Files.write(weights, good);
    Files.writeString(
        model.resolve("chat_template.jinja"),
        Files.readString(model.resolve("chat_template.jinja")) + "!");
    assertThatThrownBy(() -> run(recipe, out, true, Progress.SILENT, StopRequest.NEVER))
        .hasMessageContaining("the chat template (chat_template_sha256 was ");
  }

  @Test
  void aRunThatCannotSayWhatItWasStartedWithIsNotResumed() throws IOException {
    Path data = TinyRun.problems(temp.resolve("data.jsonl"), "one=1", "two=2", "four=4");
    Path out = temp.resolve("unknown");
    Recipe recipe = stopped(TinyModel.LLAMA.directory(), data, out);
    Files.delete(out.resolve("provenance.json"));
    assertThatThrownBy(() -> run(recipe, out, true, Progress.SILENT, StopRequest.NEVER))
        .hasMessageContaining("provenance.json: is missing");
  }

  @Test
  void badInputBeforeTheFirstStepLeavesTheFolderToAnotherRecipe() throws IOException {
    Recipe six = recipe(MEASURING.replace("COUNT", "6"));
    Recipe five = recipe(MEASURING.replace("COUNT", "5"));
    Path out = temp.resolve("mended");
    run(six, out, false, Progress.SILENT, StopRequest.NEVER);
    Files.delete(out.resolve("recipe.resolved.yaml"));

    assertThatThrownBy(() -> run(five, out, true, Progress.SILENT, StopRequest.NEVER))
        .isInstanceOf(BadInputException.class);
    assertThat(out.resolve("recipe.resolved.yaml")).doesNotExist();
    run(six, out, true, Progress.SILENT, StopRequest.NEVER);
    assertThat(out.resolve("recipe.resolved.yaml")).content().contains("arithmetic:6");
  }
}
