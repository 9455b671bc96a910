package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Predictions from the tiny model alone. */
class CertifyPredictTest {

  private static final String RECIPE =
      """
      name: tiny
      seed: 5
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 6 }
        kl: { coef: 0.3 }
        steps: 2
      evaluate:
        safety: [ "builtin-safety:2" ]
        judge: refusal-patterns
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int belay(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void predictsAndGoesOnToTheSameBytes() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, RECIPE.replace("MODEL", TinyModel.LLAMA.directory().toString()));
    Path kept = folder.resolve("prediction");
    String[] predict = {
      "certify",
      "--predict",
      recipe.toString(),
      "--out",
      kept.toString(),
      "--prompts",
      "6",
      "--completions",
      "5"
    };
    assertThat(belay(predict)).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("Predicted drift of safety on the task's prompts", "completions of")
        .contains("Everything is in " + kept);
    JsonNode json = new ObjectMapper().readTree(Files.readString(kept.resolve("prediction.json")));
    assertThat(json.get("coefficients")).as("nine, and the recipe's own").hasSize(10);
    assertThat(json.at("/coefficients/0/per_prompt").size())
        .isEqualTo(json.get("prompts").intValue());
    assertThat(kept.resolve("prediction.svg")).content().contains("KL coefficient");

    Path completions = kept.resolve("completions.jsonl");
    List<String> lines = Files.readAllLines(completions);
    assertThat(lines).hasSize(30);
    Files.writeString(completions, String.join("\n", lines.subList(0, 23)));
    assertThat(belay(predict)).isZero();
    assertThat(Files.readAllLines(completions)).isEqualTo(lines);

    predict[predict.length - 1] = "4";
    assertThat(belay(predict)).isEqualTo(2);
    assertThat(err.toString()).contains("prediction of other settings");
  }

  @Test
  void aTrainedModelIsAskedTheSameAndItsChangeIsTakenApart() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, RECIPE.replace("MODEL", TinyModel.LLAMA.directory().toString()));
    Path kept = folder.resolve("prediction");
    String[] predict = {
      "certify",
      "--predict",
      recipe.toString(),
      "--out",
      kept.toString(),
      "--prompts",
      "4",
      "--completions",
      "4",
      "--trained",
      TinyModel.LLAMA.directory().toString()
    };
    assertThat(belay(predict)).as(err::toString).isZero();
    assertThat(out.toString()).contains("The trained model on the same prompts: success");
    JsonNode json = new ObjectMapper().readTree(Files.readString(kept.resolve("prediction.json")));
    String sha256 = json.at("/measured/trained_sha256").textValue();
    assertThat(sha256).hasSize(64);
    assertThat(json.at("/measured/why").isNull()).isEqualTo(json.at("/measured/parts").isObject());
    Path after = kept.resolve("trained-" + sha256.substring(0, 12) + ".jsonl");
    assertThat(Files.readAllLines(after))
        .hasSize(16)
        .as("draws of its own")
        .isNotEqualTo(Files.readAllLines(kept.resolve("completions.jsonl")));

    predict[predict.length - 1] = TinyModel.QWEN2.directory().toString();
    assertThat(belay(predict)).isEqualTo(2);
    assertThat(err.toString()).contains("another architecture or size than the recipe's model");
    assertThat(belay("certify", "--trained", kept.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("mean nothing without --predict");
  }

  @Test
  void whatHasNoRewardHasNoPrediction() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        name: tiny
        model: { name: %s, dtype: float32 }
        train: { method: sft, data: { source: arithmetic, split: train, limit: 4 } }
        """
            .formatted(TinyModel.LLAMA.directory()));
    String out = folder.resolve("prediction").toString();
    assertThat(belay("certify", "--predict", recipe.toString(), "--out", out)).isEqualTo(2);
    assertThat(err.toString()).contains("a drift is predicted for rlvr");
    assertThat(folder.resolve("prediction")).doesNotExist();
    assertThat(belay("certify", "--predict", recipe.toString(), "--prompts", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--prompts and --completions must be 2 or more");
    assertThat(belay("certify", "--set", "seed=2")).isEqualTo(2);
    assertThat(err.toString()).contains("mean nothing without --predict");
  }
}
