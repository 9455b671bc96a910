package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Recipes on data as people have them: other columns, several files, Parquet, whole conversations.
 */
class FileDataPlanTest {

  private static final Path PARQUET =
      Path.of("..", "core", "src", "test", "resources", "dev", "belay", "core", "parquet");

  private static final String RECIPE =
      """
      name: own
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: DATA
        reward: { verifier: math }
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
        steps: 1
      evaluate: { capability: [ "arithmetic:2" ] }
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.copy(PARQUET.resolve("gsm8k.parquet"), folder.resolve("gsm8k.parquet"));
    Files.writeString(
        folder.resolve("part-1.jsonl"),
        """
        {"question": "1+3?", "answer": "1+3=<<1+3=4>>4\\n#### 4"}
        {"question": "1+4?", "answer": "#### 5"}
        """);
    Files.writeString(
        folder.resolve("part-2.jsonl"),
        """
        {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "1+5?"}], "gold": 6}
        """);
    Files.writeString(folder.resolve("cut.parquet"), "PAR1 and no more");
    Files.writeString(
        folder.resolve("last.jsonl"),
        """
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "system", "content": "No"}], "gold": 1}
        """);
  }

  private int plan(String data) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        RECIPE.replace("MODEL", TinyModel.LLAMA.directory().toString()).replace("DATA", data));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(
        "run", recipe.toString(), "--out", folder.resolve("run").toString(), "--plan");
  }

  @Test
  void parquetByItsColumnsAndSeveralFilesAreTrainedOn() throws IOException {
    String named = "{ prompt: extra_info.question, answer: reward_model.ground_truth }";
    assertThat(
            plan(
                "[ { source: verl, path: DIR/gsm8k.parquet, columns: %s }, { source: mine, path: DIR/part-*.jsonl } ]"
                    .formatted(named)
                    .replace("DIR", folder.toString())))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("data     5 samples: ")
        .contains(
            "gsm8k.parquet (prompt = extra_info.question, gold = reward_model.ground_truth); ")
        .contains(
            "gsm8k.parquet: nothing is made of the columns data_source, prompt, ability, which"
                + " columns does not name");
  }

  @Test
  void filesAreLookedForBesideTheRecipe() throws IOException {
    assertThat(plan("{ source: mine, path: part-*.jsonl }")).as(err.toString()).isZero();
    assertThat(plan("{ source: mine, path: none.jsonl }")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "train.data[0]: none.jsonl: cannot be read: there is no such file. It was looked for in"
                + " "
                + folder
                + ", beside the file that names it, then in the current folder, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: DIR/part-1.jsonl, columns: { prmpt: question } | train.data[0].columns: unknown name"
            + " 'prmpt'. Did you mean \"prompt\"?",
        "path: DIR/part-1.jsonl, columns: { prompt: qestion, gold: answer } | DIR/part-1.jsonl:2:"
            + " no column \"qestion\", which columns.prompt names. Did you mean \"question\"?"
            + " Found: question, answer.",
        "path: DIR/gsm8k.parquet, columns: { prompt: prompt, gold: reward_model.truth } |"
            + " DIR/gsm8k.parquet row 1: no column \"reward_model.truth\", which columns.gold"
            + " names",
        "path: DIR/part-1.jsonl, columns: { gold: answer, answer: answer } | train.data[0].columns:"
            + " answer and gold are the same",
        "path: DIR/part-1.jsonl, columns: { prompt: [ a ] } | train.data[0].columns: prompt: found"
            + " a list, must be the name of a column",
        "path: DIR/part-1.jsonl, columns: question | train.data[0].columns: found 'question', must"
            + " be a mapping of names to columns",
        "columns: { prompt: question } | train.data[0].columns: are those of files of your own; add"
            + " path: FILE.",
        "path: 7 | train.data[0].path: found 7, must be the name of a file, or a list of such"
            + " names.",
        "path: [ ] | train.data[0].path: found an empty list",
        "path: DIR/train-*.jsonl | train.data[0]: DIR/train-*.jsonl: no file matches this pattern.",
        "path: [ DIR/part-1.jsonl, DIR/part-* ] | DIR/part-1.jsonl: is named twice, by"
            + " DIR/part-1.jsonl and by DIR/part-*;",
        "path: DIR | train.data[0]: DIR: is a folder with files of several formats (jsonl,"
            + " parquet)",
        "path: DIR/cut.parquet | train.data[0]: DIR/cut.parquet: is no Parquet file, or a broken"
            + " one",
        "path: DIR/none.parquet | DIR/none.parquet: cannot be read: there is no such file.",
        "path: DIR/last.jsonl | DIR/last.jsonl:1: column \"messages\" must be a list of messages: a"
            + " system message or none, then user and assistant in turn, the user last",
      })
  void whatWillNotDoIsSaidWithItsPlace(String keys, String message) throws IOException {
    String dir = folder.toString();
    assertThat(plan("{ source: mine, %s }".formatted(keys.replace("DIR", dir)))).isEqualTo(2);
    assertThat(err.toString()).contains(message.replace("DIR", dir));
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
