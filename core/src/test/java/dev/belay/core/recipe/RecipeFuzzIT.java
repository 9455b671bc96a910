package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recipes, read to the end with what {@code --set} overrides. */
final class RecipeFuzzIT {

  private static final String RLVR =
      """
      name: tiny
      seed: 5
      model: { name: m, dtype: float32 }
      train:
        method: rlvr
        algorithm: grpo
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 4, group_size: 4, max_completion_tokens: 12, temperature: 1.0 }
        kl: { coef: 0.01, estimator: k1, placement: reward }
        optimizer: { learning_rate: 1.0e-3, schedule: linear, warmup_steps: 2 }
        steps: 24
        checkpoint_every_steps: 3
      evaluate:
        capability: [ "arithmetic:150" ]
        safety: [ "builtin-safety:150" ]
        capability_max_tokens: 12
      """;
  private static final String SFT =
      """
      name: "st\\u0041"
      seed: 5
      model: { name: m, dtype: float32 }
      train:
        method: sft
        data: { source: jsonl, path: d1.jsonl }
        batch_size: 10
        epochs: 0.5
        optimizer: { learning_rate: 1.0e-3 }
      """;

  @Test
  void whatIsChangedIsSound() {
    for (String yaml : List.of(RLVR, SFT)) {
      assertThat(RecipeReader.parse(yaml, "r.yaml", List.of("seed=7")).seed()).isEqualTo(7);
    }
  }

  @Test
  void recipes() {
    List<String> words =
        List.of("!!binary \".\"", "!!float \"\"", "\"\\x", "train:", "seed: ", "- ", "? ", "<<: ");
    Mutations mutations = Mutations.ofTexts(List.of(RLVR, SFT), words, 4);
    var outcome =
        Fuzz.run(
            "recipes",
            mutations,
            BadInputException.class,
            input ->
                RecipeReader.parse(
                    new String(input, StandardCharsets.UTF_8), "r.yaml", List.of("seed=7")));
    assertThat(outcome.faults()).isEmpty();
  }

  @Test
  void overrides() {
    List<String> given = List.of("train.steps=3", "evaluate.safety=[builtin-safety:5]", "seed=1");
    Mutations mutations = Mutations.ofTexts(given, List.of("train.", "=", "[0]"), 5);
    var outcome =
        Fuzz.run(
            "overrides",
            mutations,
            BadInputException.class,
            input ->
                RecipeReader.parse(
                    RLVR, "r.yaml", List.of(new String(input, StandardCharsets.UTF_8))));
    assertThat(outcome.faults()).isEmpty();
  }
}
