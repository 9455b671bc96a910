package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Defended runs end the same wherever they were cut off. */
class DefendedResumeTest extends CutOffRuns {

  private static final String EWC =
      """
      proximal:
        kind: ewc
        coef: 20
        data: { source: builtin-safety, split: align, limit: 3 }
        samples: 2
        max_completion_tokens: 5
      """;

  private static final String SFT =
      """
      name: tiny-sft
      seed: 5
      model: { name: %s, dtype: bfloat16 }
      train:
        method: sft
        data: { source: arithmetic, split: train, limit: 12 }
        batch_size: 4
        epochs: 2
        optimizer: { learning_rate: 1.0e-3, ema_decay: 0.9 }
        checkpoint_every_steps: 1
      """;

  private static String with(String recipe, String keys) {
    return recipe.replace("train:\n", "train:\n" + keys.indent(2));
  }

  /** The first cut falls into the Fisher information, which then is made anew. */
  @Test
  void elasticWeightsAndTokenWeights() throws IOException {
    cutOffAnywhere(with(SFT, EWC + "token_weights: {}"), List.of(4, 16, 3));
    assertThat(temp.resolve("cut/start-logprobs.f64"))
        .hasSameBinaryContentAs(temp.resolve("whole/start-logprobs.f64"));
  }

  @Test
  void thePlainPullWithRewards() throws IOException {
    cutOffAnywhere(
        with(RLVR, "proximal: { kind: l2, coef: 50 }\ntoken_weights: { first: 2 }"),
        List.of(1, 9, 7));
  }

  /** A model that refuses all: look-alikes cost, so that the multiplier moves in every step. */
  @Test
  void theMultiplierGoesOnWhereItWas() throws IOException {
    Path refusing = RefusingModel.in(temp);
    String requests =
        """
        safety_reward:
          data: { source: builtin-safety, split: align, limit: 12 }
          share: 0.5
          lagrange: { limit: 0.1, eta: 0.5 }
        """;
    String yaml =
        with(RLVR, requests)
            .replace("max_completion_tokens: 6 }\n  kl", "max_completion_tokens: 12 }\n  kl")
            .replace("%s", refusing.toString());
    cutOffAnywhere(yaml, List.of(1, 9, 7));
    List<Double> multipliers =
        JsonLines.readWhole(temp.resolve("cut/metrics.jsonl")).stream()
            .map(line -> line.get("safety_multiplier").asDouble())
            .toList();
    assertThat(multipliers).hasSize(5).doesNotHaveDuplicates().startsWith(1.0);
  }
}
