package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.JsonLines;
import dev.belay.testkit.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person sees of the prompts and groups that a run trains on. */
class SignalRunTest {

  private static final String RECIPE =
      """
      name: signal
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train, limit: 12 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
        signal:
          groups: with-signal
          refill_rounds: 1
          difficulty: { completions: 2, never: NEVER }
        truncation: { handling: penalise, buffer: 2 }
        kl: { coef: 0.1, reference: synchronised, reference_every_steps: 1, target: 2 }
        steps: 2
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String never, String... more) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        RECIPE.replace("MODEL", TinyModel.LLAMA.directory().toString()).replace("NEVER", never));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("run", recipe.toString()));
    all.addAll(List.of("--out", folder.resolve("run").toString()));
    all.addAll(List.of(more));
    return commandLine.execute(all.toArray(String[]::new));
  }

  @Test
  void thePlanSaysWhatAStepTrainsOn() throws IOException {
    assertThat(run("last", "--plan")).isZero();
    assertThat(out.toString())
        .contains(
            "prompts  2 completions of each of 12 prompts before training; never solved: last")
        .contains("signal   groups without signal are left out, and replaced in at most 1 further")
        .contains("cut off  the last 2 tokens before the longest length cost up to 0.5 of the")
        .contains("KL to the policy as it was at most 1 steps ago, k1 in the reward")
        .contains("the reference follows the policy")
        .contains("steered towards a KL of 2.0 nats a completion");
  }

  /** The tiny model solves nothing, so no step has signal, and the model stays what it was. */
  @Test
  void aRunSaysWhatToExpectAndTrainsOnNothingElse() throws IOException {
    PrintStream standardError = System.err; // Where progress says what it says.
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(run("last")).as(err.toString()).isZero();
    } finally {
      System.setErr(standardError);
    }

    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("before training, 2 completions each of 12 prompts: right in 0.0 % [0.0, ")
        .contains("never in 12 prompts (put last)")
        .contains("expected share of groups of 2 with signal: ")
        .contains("completions of the model before training are cut off at 4\n  tokens");
    Path run = folder.resolve("run");
    assertThat(JsonLines.readWhole(run.resolve("pass-rates/rates.jsonl"))).hasSize(12);
    assertThat(JsonLines.readWhole(run.resolve("metrics.jsonl")))
        .hasSize(2)
        .allMatch(line -> line.path("groups_sampled").asInt() == 4)
        .allMatch(line -> line.path("groups_trained").asInt() == 0)
        .noneMatch(line -> line.has("loss"));
    assertThat(out.toString()).endsWith("The report is " + run.resolve("report.html") + "\n");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("There is no measurement before and after")
        .contains("Groups without signal");
  }

  @Test
  void whatLeavesTooFewPromptsIsRefusedAsBadInput() throws IOException {
    assertThat(run("out")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "belay: train.signal.difficulty: leaves 0 of 12 prompts, fewer than a step takes");
    assertThat(folder.resolve("run/metrics.jsonl")).doesNotExist();
  }
}
