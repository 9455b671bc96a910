package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  @Test
  void explainWritesTheAlgorithmOut() throws IOException {
    assertThat(plan("0.1", "reward", "k1", "--explain"))
        .contains("of grpo (arXiv:2402.03300)")
        .contains("r_i = 1.0 math − 0.1 Σ_t log(π_old/π_ref)  [recipe]")
        .contains("A_i = (r_i − mean_q) / (std_q + 0.0001); sample deviation of the scores; 0 in a")
        .contains(
            "ℓ = −min(ρA, clip(ρ, 0.8, 1.2)A); ρ of each token  [grpo; arXiv:1707.06347 eq. 7]")
        .contains("L = (1/B) Σ_i (1/len_i) Σ_t ℓ, all completions alike  [grpo;")
        .contains("so every ratio is 1");
    assertThat(plan("0.1", "reward", "k1", "--plan")).doesNotContain("L = (1/B)");
  }

  @Test
  void whatStandsAroundTheLossIsWrittenToo() throws IOException {
    assertThat(plan("0", "reward", "k1", "--explain", "--set=train.algorithm=dapo"))
        .contains("groups     those whose scores differ; others are replaced, in up to 4 rounds")
        .contains("r_i = 1.0 math − 0.5 · share of the last 1 tokens that are used");
    assertThat(plan("0", "reward", "k1", "--explain", "--set=train.truncation.handling=mask"))
        .contains("masked     completions that were cut off leave loss and baseline");
    String both = "--set=train.signal.task_refusals=mask";
    assertThat(plan("0", "reward", "k1", "--explain", "--set=train.truncation.handling=mask", both))
        .contains("masked     completions that were cut off or refuse the task leave loss and");
    assertThat(plan("0", "reward", "k1", "--plan", both))
        .contains("completions that refuse the task are left out");
  }

  @Test
  void whatARecipeChangesIsTheRecipes() throws IOException {
    assertThat(
            plan(
                "0.1",
                "loss",
                "k3",
                "--explain",
                "--set=train.policy_loss=cispo",
                "--set=train.correction={cap: 3}",
                "--set=train.entropy={target: 0.5}"))
        .contains("ℓ = −c A log π, constant c = clip(ρ, 0, 5)  [recipe; arXiv:2506.13585 eq. 4]")
        .contains("ℓ + 0.1 KL_t under the same mean, KL_t by k3, its gradient formula")
        .contains("w = π_old / π_sampled times, of each token; outside of [0, 3] it is set to the")
        .contains("towards H = 0.5 nats");
  }

  private String plan(String coef, String placement, String estimator, String... options)
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
            Stream.concat(
                    Stream.of("run", recipe.toString(), "--out", folder.resolve("run").toString()),
                    Stream.of(options))
                .toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}
