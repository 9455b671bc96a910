package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.AdapterDirectory;
import dev.belay.torch.model.LanguageModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that train an adapter alone, from the recipe to what they leave. */
class AdaptedRunTest {

  @TempDir Path temp;

  private static final String SFT =
      """
      train:
        method: sft
        data: { source: jsonl, path: %s }
        batch_size: 3
        epochs: 12
        micro_batch_tokens: %d
        optimizer: { learning_rate: 2.0e-2 }
        lora: { rank: 4, alpha: 8, dropout: %s }
      evaluate: { safety: [ "builtin-safety:2" ], safety_max_tokens: 4, drift: { prompts: 2, completions: 2 } }
      """;

  private static String rlvr(Object... values) {
    return """
    train:
      method: rlvr
      data: { source: jsonl, path: %s }
      reward: [ { verifier: math } ]
      rollout: { prompts_per_step: 3, group_size: 4, max_completion_tokens: 3 }
      kl: { coef: 0.1 }
      optimizer: { learning_rate: 2.0e-2 }
      lora: { rank: 4, targets: [ q_proj, v_proj, down_proj ] }
      steps: 3
    """
        .formatted(values);
  }

  private Path problems() {
    return TinyRun.problems(temp.resolve("problems.jsonl"), "one=7", "two=7", "six=7");
  }

  @Test
  void supervisedTrainingMovesTheAdapterAndLeavesItAsPeftKeepsIt() {
    TinyRun run = TinyRun.of(SFT.formatted(problems(), 2048, "0"), temp);
    double[] losses = run.metric("loss");
    assertThat(losses).hasSize(12);
    assertThat(losses[11]).isLessThan(losses[0] / 2);
    Path model = run.folder().resolve("model");
    assertThat(AdapterDirectory.is(model)).isTrue();
    assertThat(run.result().comparison()).isPresent();
    assertThat(run.result().drift().orElseThrow().suites()).isNotEmpty();
    try (LanguageModel trained = LanguageModel.open(model)) {
      assertThat(trained.adapter("model.layers.0.mlp.up_proj.weight").orElseThrow().rank())
          .isEqualTo(4);
    }
    assertThatThrownBy(() -> TinyRun.on(model, SFT.formatted(problems(), 2048, "0"), temp, "again"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.lora: the model is itself an adapter");
  }

  @Test
  void theSplitIntoPassesChangesNothingWithDropoutEither() {
    TinyRun whole = TinyRun.of(SFT.formatted(problems(), 2048, "0.25"), temp);
    TinyRun parts =
        TinyRun.on(
            TinyModel.LLAMA.directory(), SFT.formatted(problems(), 1, "0.25"), temp, "parts");
    assertThat(parts.metric("loss")).containsExactly(whole.metric("loss"), within(1e-4));
  }

  @Test
  void rolloutsAreSampledFromTheAdaptedPolicyAndComparedWithItsBase() {
    TinyRun run = TinyRun.of(rlvr(problems()), temp);
    assertThat(run.metric("kl_token_mean")[0]).isZero();
    assertThat(run.metric("kl_token_mean")[2]).isPositive();
    for (double gap : run.metric("logprob_gap_max")) {
      assertThat(gap).isLessThan(1e-4);
    }
    assertThat(AdapterDirectory.is(run.folder().resolve("model"))).isTrue();
  }
}
