package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import dev.belay.train.method.RunStoppedException;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run cut off anywhere ends as the run that was not: same metrics, times aside, same weights. */
class ResumeTest extends CutOffRuns {

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
            held_out: { prompts: 1, every_steps: 2 }
            max_completion_tokens: 5
            prompts_per_step: 3
            attacks: [ direct, prefill ]
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

  @Test
  void anAdapterEndsTheSameWhereverItsRunWasCutOff() throws IOException {
    cutOffAnywhere(HELD_RLVR.replace("train:\n", "train:\n  lora: {}\n"), List.of(1, 9, 7));
  }

  @Test
  void rlvrEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(RLVR, List.of(1, 6, 4));
  }

  @Test
  void sftEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(SFT, List.of(2, 4, 3));
  }

  @Test
  void aRunThatIsHeldEndsTheSameWhereverItWasCutOff() throws IOException {
    cutOffAnywhere(HELD_RLVR, List.of(1, 9, 7));
    for (String log : List.of("positions.jsonl", "held-out.jsonl")) {
      assertThat(temp.resolve("cut/anchor/" + log))
          .hasSameTextualContentAs(temp.resolve("whole/anchor/" + log));
    }
    assertThat(Files.readAllLines(temp.resolve("cut/anchor/positions.jsonl"))).hasSize(5);
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
        .containsExactly(false, true, false, true, true);
    assertThat(metrics.getFirst().has("second_accuracy_before")).isTrue();
    assertThat(temp.resolve("cut/result.json"))
        .content()
        .containsPattern("\"second_measure\" : \\[ \\{\\s+\"step\" : 0,")
        .isEqualTo(Files.readString(temp.resolve("whole/result.json")));
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
  void aRunThatIsOverKeepsNoWeightsButItsModelAndGoesOnWithoutThem() throws IOException {
    Recipe recipe = recipe(RLVR);
    Path out = temp.resolve("over");
    ExperimentResult first = run(recipe, out, false, Progress.SILENT, StopRequest.NEVER);
    try (Stream<Path> files = Files.walk(out.resolve("checkpoints"))) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(file -> out.resolve("checkpoints").relativize(file).toString())
          .contains("latest", "step-5/state.json")
          .noneMatch(name -> name.endsWith(".safetensors"));
    }
    byte[] model = Files.readAllBytes(out.resolve("model/model.safetensors"));
    String result = Files.readString(out.resolve("result.json"));

    Files.delete(out.resolve("result.json"));
    AtomicFiles.deleteTree(out.resolve("eval/after"));
    assertThat(run(recipe, out, true, Progress.SILENT, StopRequest.NEVER).steps())
        .isEqualTo(first.steps());
    assertThat(Files.readAllBytes(out.resolve("model/model.safetensors"))).isEqualTo(model);
    assertThat(out.resolve("result.json")).content().isEqualTo(result);

    AtomicFiles.deleteTree(out.resolve("model"));
    assertThatThrownBy(() -> run(recipe, out, true, Progress.SILENT, StopRequest.NEVER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("so are the weights that it was written from");
  }

  @Test
  void aRecipeMayKeepAllThatItsCheckpointsHold() throws IOException {
    Path out = temp.resolve("all");
    String all =
        SFT.replace("train:\n", "train:\n  checkpoints: { keep: 3, once_finished: all }\n");
    run(recipe(all), out, false, Progress.SILENT, StopRequest.NEVER);
    for (int step = 4; step <= 6; step++) {
      assertThat(out.resolve("checkpoints/step-" + step + "/policy/optimizer.safetensors"))
          .exists();
    }
    assertThat(out.resolve("checkpoints/step-3")).doesNotExist();
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
    assertThat(
            Json.MAPPER
                .readTree(Files.readString(out.resolve("provenance.json")))
                .path("data_files")
                .path(data.toString())
                .asText())
        .isEqualTo(Sha256.of(data));
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

  /** What a recipe names lies beside it, and may be moved with it. */
  @Test
  void aMovedRecipeIsResumedWithTheSameFilesAlone() throws IOException {
    Path here = Files.createDirectory(temp.resolve("here"));
    Files.move(copyOfTheModel(), here.resolve("model"));
    TinyRun.problems(here.resolve("data.jsonl"), "one=1", "two=2", "four=4");
    Files.writeString(
        here.resolve("own.yaml"),
        OWN_DATA.replace("MODEL", "./model").replace("DATA", "data.jsonl"));
    Path out = temp.resolve("moved");
    StopRequest stop = new StopRequest();
    stop.ask();
    Recipe first = RecipeReader.read(here.resolve("own.yaml"), List.of());
    assertThatThrownBy(() -> run(first, out, false, Progress.SILENT, stop))
        .isInstanceOf(RunStoppedException.class);
    assertThat(RecipeReader.read(out.resolve("recipe.resolved.yaml"), List.of())).isEqualTo(first);

    Path there = Files.move(here, temp.resolve("there"));
    Recipe moved = RecipeReader.read(there.resolve("own.yaml"), List.of());
    assertThat(moved).isNotEqualTo(first);
    String good = Files.readString(there.resolve("data.jsonl"));
    TinyRun.problems(there.resolve("data.jsonl"), "one=1", "two=2", "four=5");
    assertThatThrownBy(() -> run(moved, out, true, Progress.SILENT, StopRequest.NEVER))
        .hasMessageContaining("the training data (training_data_sha256 was ");
    Files.writeString(there.resolve("data.jsonl"), good);
    assertThat(run(moved, out, true, Progress.SILENT, StopRequest.NEVER).steps()).isEqualTo(5);
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
