package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong with a recipe is said at once, before anything runs, and leaves nothing behind. */
class RunPlanTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path recipe;

  private static final String EIGHT_ERRORS =
      """
      name: eight
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        algorithm: grop
        data:
          - { source: arithmetic, split: train, limit: 4 }
          - { source: jsonl, path: GOLDS }
          - { source: arithmetik }
        reward: [ { verifier: maths } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
        micro_batch_tokens: 2000000000
        until: { data: { source: arithmetic, split: held-out }, accuracy: 0.5 }
        steps: 2
      evaluate:
        capability: [ "arithmetic:2" ]
        safety: [ "builtin-safety:2" ]
        attacks: [ direct, prefil ]
        judge: embeded
      """;

  private static final String SOUND =
      """
      name: sound
      seed: 1
      model: { name: %s, dtype: float32 }
      train:
        method: sft
        data: { source: builtin-safety, split: align, label: refuse, limit: 4 }
        batch_size: 2
        until: { data: { source: arithmetic, split: validation, limit: 3 }, accuracy: 0.9 }
      evaluate:
        safety: [ "builtin-safety:2" ]
        attacks: [ direct, prefill ]
        safety_max_tokens: 4
      """;

  @BeforeEach
  void names() {
    recipe = folder.resolve("recipe.yaml");
  }

  private int run(String yaml, String... more) throws IOException {
    Files.writeString(recipe, yaml);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("run", recipe.toString()));
    all.addAll(List.of("--out", folder.resolve("run").toString()));
    all.addAll(List.of(more));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private Path golds(String gold) throws IOException {
    Path file = folder.resolve("golds.jsonl");
    Files.writeString(
        file,
        "{\"prompt\": \"What is 2 plus 1?\", \"gold\": \"3\"}\n"
            + "{\"prompt\": \"Colour?\", \"gold\": \"%s\"}\n".formatted(gold));
    return file;
  }

  @Test
  void errorsInEightPlacesAreOneMessageAndLeaveNoFolder() throws IOException {
    String yaml =
        EIGHT_ERRORS
            .replace("MODEL", TinyModel.LLAMA.directory().toString())
            .replace("GOLDS", golds("about 3").toString());

    assertThat(run(yaml)).isEqualTo(2);

    assertThat(err.toString().lines().filter(line -> line.startsWith("belay: ")))
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .contains(
                        "recipe.yaml:6: train.algorithm: found 'grop', must be one of grpo,",
                        "Did you mean \"grpo\"?"),
            line ->
                assertThat(line)
                    .contains(
                        "recipe.yaml:9: train.data[1]: 1 of 2 reference answers cannot be read",
                        "golds.jsonl:2"),
            line ->
                assertThat(line)
                    .contains(
                        "recipe.yaml:10: train.data[2]: no dataset \"arithmetik\". Did you mean"
                            + " \"arithmetic\"?"),
            line ->
                assertThat(line)
                    .contains(
                        "recipe.yaml:11: train.reward[0].verifier: no verifier \"maths\". Did"
                            + " you mean \"math\"?"),
            line ->
                assertThat(line)
                    .contains("recipe.yaml:13: train.micro_batch_tokens: too little memory"),
            line ->
                assertThat(line)
                    .contains("recipe.yaml:14: train.until.data: ", "no split \"held-out\""),
            line ->
                assertThat(line)
                    .contains("recipe.yaml:19: evaluate.attacks[1]: no attack \"prefil\""),
            line ->
                assertThat(line).contains("recipe.yaml:20: evaluate.judge: no judge \"embeded\""));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void whatTheReaderFindsIsInTheSameMessage() throws IOException {
    String yaml =
        SOUND
            .formatted(TinyModel.LLAMA.directory())
            .replace("batch_size: 2", "batch_sise: 2\n  epochs: many")
            .replace("label: refuse", "label: refused")
            .replace("seed: 1", "publish: \"../evil\"");

    assertThat(run(yaml)).isEqualTo(2);

    assertThat(err.toString())
        .contains("recipe.yaml:7: train.batch_sise: unknown key. Did you mean \"batch_size\"?")
        .contains("recipe.yaml:8: train.epochs: found 'many', must be above 0.")
        .contains(
            "recipe.yaml:6: train.data[0]: no sample of dataset \"builtin-safety\" has the label"
                + " \"refused\". Did you mean \"refuse\"? Labels: answer, refuse.")
        .contains("recipe.yaml:2: publish: model name \"../evil\"");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aLabelCannotSwitchTheOverlapCheckOff() throws IOException {
    String yaml =
        SOUND
            .formatted(TinyModel.LLAMA.directory())
            .replace("split: align, label: refuse, limit: 4", "split: measure, label: refuse");

    assertThat(run(yaml)).isEqualTo(2);
    assertThat(err.toString())
        .contains("train.data: 2 of 2 evaluation prompts are also training prompts");
  }

  @Test
  void whatDoesNotBelongToTheDataIsRefused() throws IOException {
    String sound = SOUND.formatted(TinyModel.LLAMA.directory());
    String builtin = "source: builtin-safety, split: align, label: refuse, limit: 4";

    assertThat(run(sound.replace(builtin, "source: arithmetic, label: refuse"))).isEqualTo(2);
    assertThat(err.toString()).contains("the samples of dataset \"arithmetic\" have no labels");
    assertThat(run(sound.replace(builtin, "source: jsonl"))).isEqualTo(2);
    assertThat(err.toString()).contains("source: jsonl reads a file of your own; add path: FILE.");
    String file = "source: jsonl, path: %s, split: train, label: refuse".formatted(golds("4"));
    assertThat(run(sound.replace(builtin, file))).isEqualTo(2);
    assertThat(err.toString())
        .contains("train.data[0]: a file has no splits; leave out split: train.")
        .contains("train.data[0]: a file has no labels; leave out label: refuse.");
  }

  @Test
  void problemsOfTheEarlyStopAreNotMeasured() throws IOException {
    String yaml =
        SOUND
            .formatted(TinyModel.LLAMA.directory())
            .replace("split: validation, limit: 3", "split: test")
            .replace("  attacks", "  capability: [ \"arithmetic:2\" ]\n  attacks");

    assertThat(run(yaml)).isEqualTo(2);
    assertThat(err.toString())
        .contains("train.until.data: 2 of 4 evaluation prompts are also validation");
  }

  @Test
  void aDemonstrationBeyondTheContextIsNamed() throws IOException {
    Path file = folder.resolve("long.jsonl");
    Files.writeString(
        file,
        "{\"prompt\": \"Short?\", \"completion\": \"Yes.\"}\n"
            + "{\"prompt\": \"Long?\", \"completion\": \"%s\"}\n".formatted("no ".repeat(20_000)));
    String yaml =
        SOUND
            .formatted(TinyModel.LLAMA.directory())
            .replace(
                "source: builtin-safety, split: align, label: refuse, limit: 4",
                "source: jsonl, path: " + file);

    assertThat(run(yaml)).isEqualTo(2);
    assertThat(err.toString())
        .contains("train.data: 1 of 2 demonstrations go beyond the model's context")
        .contains("long.jsonl:2");
  }

  @Test
  void aPlanSaysWhatWouldRunAndRunsNothing() throws IOException {
    assertThat(run(SOUND.formatted(TinyModel.LLAMA.directory()), "--plan"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .contains("train    sft: 2 steps of 2 demonstrations")
        .contains("data     4 samples: builtin-safety align, label refuse, at most 4")
        .contains("until    accuracy 0.9 on 3 problems")
        .contains("before and after training; judge ")
        .containsPattern("builtin-safety {19}    2 prompts, at most 4 tokens")
        .contains("builtin-safety+prefill")
        .contains("Nothing was run.");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
