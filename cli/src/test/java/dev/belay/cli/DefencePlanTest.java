package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code belay run --plan} says of defences, and what it refuses. */
class DefencePlanTest {

  private static final String RLVR =
      """
      name: defended
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train, limit: 4 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 4, group_size: 2, max_completion_tokens: 4 }
        proximal:
          kind: ewc
          coef: 10
          data: { source: builtin-safety, split: align, label: refuse, limit: 3 }
        token_weights: {}
        safety_reward:
          data: { source: builtin-safety, split: align, limit: 5 }
          lagrange: { limit: 0.2 }
        steps: 2
      evaluate:
        safety: [ "builtin-safety:2" ]
        judge: refusal-patterns
        safety_max_tokens: 4
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int plan(String yaml) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, yaml.replace("MODEL", TinyModel.LLAMA.directory().toString()));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(
        "run", recipe.toString(), "--out", folder.resolve("run").toString(), "--plan");
  }

  @Test
  void eachDefenceHasALineAndItsMemoryIsCounted() throws IOException {
    assertThat(plan(RLVR)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("4 samples: ")
        .contains("the proximal term")
        .contains(
            "proximal weights pulled to their start, coefficient 10.0, coupled, by the Fisher")
        .contains("6 completions of 3 prompts, made once")
        .contains("tokens   each held near its start, by a beta of 0.5 for the first, 2.0 up to")
        .contains(
            "requests 1 of 4 prompts a step, from 5; judged by refusal-patterns; a multiplier")
        .contains("keeps the mean cost to 0.2");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anAnchorSaysHowManyPromptsItAsksInWhichWays() throws IOException {
    String anchor =
        "  anchor: { data: { source: builtin-safety, split: align, limit: 5 }, coef: 1 }\n";
    assertThat(plan(RLVR.replace("  steps: 2", anchor + "  steps: 2"))).isEqualTo(2);
    assertThat(err.toString()).contains("train.anchor.prompts_per_step: found 8, but there are 5");
    String attacked = anchor.replace("coef: 1", "coef: 1, attacks: [ direct, prefill ]");
    assertThat(plan(RLVR.replace("  steps: 2", attacked + "  steps: 2"))).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("on 10 prompts (5, each asked in 2 ways: direct, prefill), mean over all")
        .contains("8 prompts an update, of at most 32 completion tokens each");
  }

  @Test
  void aDefenceThatMeasuresItsOwnPromptsIsRefusedWithItsPlace() throws IOException {
    assertThat(plan(RLVR.replace("split: align", "split: measure").replace(", limit: 3", "")))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("train.proximal.data: ")
        .contains("are also proximal prompts");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
