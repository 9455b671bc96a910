package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.JsonLines;
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

/** Direct preference optimisation through the command line, on pairs that are given and made. */
class DpoRunTest {

  @TempDir Path temp;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private static final String SFT =
      """
      name: before
      seed: 3
      model: { name: %s, dtype: float32 }
      train:
        method: sft
        data: { source: jsonl, path: %s }
        batch_size: 6
        epochs: 40
        optimizer: { learning_rate: 2.0e-2, schedule: linear, warmup_steps: 4, eps: 1.0e-3, clip_norm: 2 }
        checkpoint_every_steps: 40
      """;

  private static final String MADE =
      """
      name: made
      seed: 4
      model: { name: %s, dtype: float32 }
      train:
        method: dpo
        data: { source: jsonl, path: %s }
        pairs: { verifier: math, completions: 16, per_prompt: 2, max_completion_tokens: 3 }
        beta: 0.2
        batch_size: 2
        epochs: 8
        micro_batch_tokens: 40
        held_out: { pairs: 1, every_steps: 4 }
        optimizer: { learning_rate: 2.0e-3 }
        checkpoint_every_steps: 3
      """;

  private static final String GIVEN =
      """
      name: given
      seed: 4
      model: { name: %s, dtype: bfloat16 }
      train:
        method: dpo
        data: { source: jsonl, path: %s }
        loss: ipo
        batch_size: 2
        epochs: 2
        optimizer: { learning_rate: 1.0e-3 }
      """;

  @BeforeEach
  void streams() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private int run(Path recipe, String... more) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("run", recipe.toString()));
    all.addAll(List.of(more));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private Path recipe(String name, String yaml, Object model, Object data) throws IOException {
    return Files.writeString(temp.resolve(name + ".yaml"), yaml.formatted(model, data));
  }

  private Path ran(Path recipe, String name, String... more) {
    Path folder = temp.resolve(name);
    List<String> all = new ArrayList<>(List.of("--out", folder.toString()));
    all.addAll(List.of(more));
    assertThat(run(recipe, all.toArray(String[]::new))).as(err.toString()).isZero();
    return folder;
  }

  private static String line(String prompt, int gold) {
    return "{\"prompt\": \"%s\", \"gold\": \"7\", \"completion\": \"%d\"}%n"
        .formatted(prompt, gold);
  }

  /** A model that answers 7 as often as 3, and problems whose answer is 7. */
  private Path undecided() throws IOException {
    StringBuilder both = new StringBuilder();
    for (String prompt : List.of("one", "two", "six")) {
      both.append(line(prompt, 7)).append(line(prompt, 3));
    }
    Path data = Files.writeString(temp.resolve("both.jsonl"), both.toString());
    return ran(recipe("sft", SFT, TinyModel.LLAMA.directory(), data), "sft").resolve("model");
  }

  @Test
  void pairsOfVerdictsTeachWhatIsCorrect() throws IOException {
    Path model = undecided();
    Path problems =
        Files.writeString(
            temp.resolve("sevens.jsonl"), line("one", 7) + line("two", 7) + line("six", 7));
    Path folder = ran(recipe("made", MADE, model, problems), "made");

    List<JsonNode> samples = JsonLines.readWhole(folder.resolve("pair-samples.jsonl"));
    assertThat(samples).hasSize(48);
    assertThat(samples.stream().map(sample -> sample.path("verdict").asText()))
        .contains("correct", "incorrect");
    List<JsonNode> metrics = JsonLines.readWhole(folder.resolve("metrics.jsonl"));
    assertThat(metrics).hasSize(8);
    JsonNode first = metrics.getFirst();
    JsonNode last = metrics.getLast();
    assertThat(first.path("loss").asDouble()).isEqualTo(Math.log(2));
    assertThat(first.path("pairs_tied").asInt()).isEqualTo(2);
    assertThat(last.path("loss").asDouble()).isLessThan(0.5);
    assertThat(last.path("reward_accuracy").asDouble()).isEqualTo(1);
    assertThat(metrics.get(3).path("held_out_pairs").asInt()).isEqualTo(1);
    assertThat(metrics.get(4).has("held_out_pairs")).isFalse();
    assertThat(last.path("held_out_reward_accuracy").asDouble()).isEqualTo(1);
    assertThat(last.path("held_out_accuracy_low").asDouble()).isBetween(0.2, 0.3);
    assertThat(folder.resolve("model/model.safetensors")).exists();

    // With the same seed, and cut off after its samples, it ends at the same bytes.
    Path again = ran(recipe("made", MADE, model, problems), "again");
    assertThat(again.resolve("model/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model/model.safetensors"));
  }

  @Test
  void givenPairsNeedNoVerifier() throws IOException {
    Path pairs =
        Files.writeString(
            temp.resolve("pairs.jsonl"),
            """
            {"prompt": "one", "chosen": "seven", "rejected": "three"}
            {"chosen": "\\n\\nHuman: two\\n\\nAssistant: yes", "rejected": "\\n\\nHuman: two\\n\\nAssistant: no"}
            """);
    Path folder = ran(recipe("given", GIVEN, TinyModel.LLAMA.directory(), pairs), "given");
    List<JsonNode> metrics = JsonLines.readWhole(folder.resolve("metrics.jsonl"));
    assertThat(metrics).hasSize(2);
    assertThat(metrics.getFirst().path("loss").asDouble()).isEqualTo(25);
    assertThat(metrics.getLast().path("loss").asDouble()).isLessThan(25);
    assertThat(folder.resolve("pair-samples.jsonl")).doesNotExist();
  }

  @Test
  void thePlanSaysWhatThePairsAreAndTheLoss() throws IOException {
    Path problems = Files.writeString(temp.resolve("sevens.jsonl"), line("one", 7));
    String two = MADE.replace("pairs: 1", "pairs: 2");
    assertThat(run(recipe("made", two, TinyModel.LLAMA.directory(), problems), "--plan"))
        .as(err.toString())
        .isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "train.held_out.pairs: found 2, but the data have at most 2 pairs, so none would be"
                + " left");
    streams();
    Files.writeString(problems, line("one", 7) + line("two", 7));
    assertThat(run(recipe("made", MADE, TinyModel.LLAMA.directory(), problems), "--plan"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("dpo: at most 12 steps of 2 pairs")
        .contains("a correct and a wrong one of 16 completions of each problem")
        .contains("DPO: −log σ(0.2 Δ)")
        .contains("no margin is enough")
        .contains("held out 1 pairs, measured every 4 steps");
  }

  @Test
  void thePlanSaysHowFarTheBestPolicyGoes() throws IOException {
    Path problems =
        Files.writeString(temp.resolve("sevens.jsonl"), line("one", 7) + line("two", 7));
    String smooth = MADE.replace("beta: 0.2", "beta: 0.5\n  label_smoothing: 0.1");
    assertThat(run(recipe("made", smooth, TinyModel.LLAMA.directory(), problems), "--plan"))
        .isZero();
    assertThat(out.toString())
        .contains("conservative DPO: −0.9 log σ(0.5 Δ) − 0.1 log σ(−0.5 Δ)")
        .contains("best margin 4.39 nats: the tilt by the verdict with coefficient 0.228");
    streams();
    String ipo = MADE.replace("beta: 0.2", "beta: 0.1\n  loss: ipo");
    assertThat(run(recipe("made", ipo, TinyModel.LLAMA.directory(), problems), "--plan")).isZero();
    assertThat(out.toString())
        .contains("IPO: (Δ − 5.0)²")
        .contains("best margin 5.00 nats a token");
  }

  @Test
  void badInputIsRefusedBeforeAnyWork() throws IOException {
    Path pairs =
        Files.writeString(
            temp.resolve("pairs.jsonl"),
            """
            {"prompt": "one", "chosen": "seven", "rejected": "seven"}
            """);
    Path yaml = recipe("given", GIVEN, TinyModel.LLAMA.directory(), pairs);
    assertThat(run(yaml, "--out", temp.resolve("bad").toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("train.data[0]: ")
        .contains("pairs.jsonl:1: \"chosen\" and \"rejected\" are the same")
        .doesNotContain("\tat ");
    assertThat(temp.resolve("bad")).doesNotExist();

    streams();
    Files.writeString(
        pairs,
        "{\"prompt\": \"one\", \"chosen\": \"%s\", \"rejected\": \"no\"}"
            .formatted("seven ".repeat(600)));
    assertThat(run(yaml, "--out", temp.resolve("bad").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("1 of 1 pairs go beyond the model's context of 512 tokens");

    streams();
    Path problems = Files.writeString(temp.resolve("sevens.jsonl"), line("one", 7));
    String maths = MADE.replace("verifier: math", "verifier: maths");
    assertThat(
            run(
                recipe("made", maths, TinyModel.LLAMA.directory(), problems),
                "--out",
                temp.resolve("bad").toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("train.pairs.verifier: no verifier \"maths\". Did you mean \"math\"?");
  }

  /** A model that never solves a problem gives no pairs; the folder is left to a mended recipe. */
  @Test
  void noPairsAtAllSaySo() throws IOException {
    Path problems = Files.writeString(temp.resolve("sevens.jsonl"), line("one", 7));
    String few = MADE.replace("  held_out: { pairs: 1, every_steps: 4 }\n", "").replace("16", "2");
    Path yaml =
        recipe(
            "made",
            few.replace("per_prompt: 2", "per_prompt: 1"),
            TinyModel.LLAMA.directory(),
            problems);
    Path folder = temp.resolve("none");
    assertThat(run(yaml, "--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "train.pairs: 0 pairs from 1 problems with 2 completions each: 1 were never solved")
        .contains("There is nothing to train on.");
    assertThat(folder.resolve("recipe.resolved.yaml")).doesNotExist();
  }
}
