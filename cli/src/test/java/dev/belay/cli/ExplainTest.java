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

final class ExplainTest {

  private static final String RECIPE =
      """
      name: explained
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        algorithm: grpo
        data: { source: arithmetic, split: train, limit: 4 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 8, max_completion_tokens: 4 }
        kl: { coef: COEF, placement: PLACE, estimator: ESTIMATOR }
        steps: 2
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void aPlanSaysWhatTheCoefficientMeans() throws IOException {
    assertThat(plan("0.005", "reward", "k1", "--plan"))
        .contains("kl.coef 0.005 means what the theory calls it")
        .contains("at most 1.000, which says nothing")
        .doesNotContain("§");
  }

  @Test
  void explainAddsTheReasonsWithTheirSections() throws IOException {
    assertThat(plan("0.5", "loss", "k3", "--explain"))
        .contains("kl.coef 0.5 amounts to 0.2")
        .contains("§8.5: k3 in the loss has the gradient of KL(reference || policy)")
        .contains("§8.6: advantages are divided by their group's deviation, the KL is not")
        .contains("Nothing was run.");
  }

  private String plan(String coef, String placement, String estimator, String option)
      throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        RECIPE
            .replace("MODEL", TinyModel.LLAMA.directory().toString())
            .replace("COEF", coef)
            .replace("PLACE", placement)
            .replace("ESTIMATOR", estimator));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int code =
        commandLine.execute(
            "run", recipe.toString(), "--out", folder.resolve("run").toString(), option);
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}
