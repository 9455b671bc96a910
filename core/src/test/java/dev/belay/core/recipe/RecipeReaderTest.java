package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.KlEstimator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeReaderTest {

  private static final String RLVR =
      """
      name: arithmetic
      seed: 17
      model: { name: smollm2-135m-aligned }
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { max_completion_tokens: 16 }
        kl: { coef: 0.05, estimator: k1 }
        optimizer: { learning_rate: 1.5e-5, warmup_steps: 5 }
        steps: 45
      evaluate:
        capability: [ arithmetic, "svamp:100" ]
        safety: [ "advbench?" ]
      """;

  @Test
  void readsValuesAndFillsDefaults() {
    Recipe recipe = RecipeReader.parse(RLVR, "r.yaml", List.of());

    assertThat(recipe.seed()).isEqualTo(17);
    assertThat(recipe.model().dtype()).isEqualTo(ModelSpec.Dtype.BFLOAT16);
    assertThat(recipe.train().orElseThrow())
        .isInstanceOfSatisfying(
            TrainSpec.Rlvr.class,
            rlvr -> {
              assertThat(rlvr.steps()).isEqualTo(45);
              assertThat(rlvr.rollout().groupSize()).isEqualTo(8);
              assertThat(rlvr.kl().estimator()).isEqualTo(KlEstimator.K1);
              assertThat(rlvr.kl().placement()).isEqualTo(TrainSpec.KlSpec.Placement.REWARD);
              assertThat(rlvr.optimizer().learningRate()).isEqualTo(1.5e-5);
            });
    assertThat(recipe.evaluate().suites())
        .containsExactly(
            new EvaluateSpec.SuiteSpec(
                "arithmetic", EvaluateSpec.Purpose.CAPABILITY, 0, 256, false),
            new EvaluateSpec.SuiteSpec("svamp", EvaluateSpec.Purpose.CAPABILITY, 100, 256, false),
            new EvaluateSpec.SuiteSpec("advbench", EvaluateSpec.Purpose.SAFETY, 0, 64, true));
  }

  @Test
  void aJudgeThatIsTheModelUnderTestIsSaidTwice() {
    assertThat(RecipeReader.parse(RLVR, "r.yaml", List.of()).evaluate().judgeIsModelUnderTest())
        .isFalse();
    String meant = RLVR + "  judge: rubric:http://127.0.0.1:8000/v1\n";
    EvaluateSpec evaluate =
        RecipeReader.parse(meant + "  judge_is_model_under_test: true\n", "r.yaml", List.of())
            .evaluate();
    assertThat(evaluate.judge()).isEqualTo("rubric:http://127.0.0.1:8000/v1");
    assertThat(evaluate.judgeIsModelUnderTest()).isTrue();
  }

  @Test
  void resolvedValuesHoldDefaults() {
    Recipe recipe = RecipeReader.parse(RLVR, "r.yaml", List.of());

    assertThat(recipe.resolved()).containsEntry("seed", 17L);
    assertThat(recipe.resolved().get("train"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .extractingByKey("rollout")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("group_size", 8L)
        .containsEntry("max_completion_tokens", 16L);
  }

  @Test
  void reportsAllErrorsAtOnceWithLineAndPath() {
    String yaml =
        """
        name: x
        model: { name: m, dtype: float64 }
        train:
          method: rlvr
          data: { source: arithmetic }
          reward: [ { verifier: math } ]
          rollout:
            group_sise: 8
            temperature: hot
          steps: -3
        """;

    BadInputException error =
        catchThrowableOfType(
            BadInputException.class, () -> RecipeReader.parse(yaml, "r.yaml", List.of()));

    assertThat(error.issues())
        .containsExactly(
            "r.yaml:2: model.dtype: found 'float64', must be one of float32, bfloat16. Did you mean"
                + " \"float32\"?",
            "r.yaml:8: train.rollout.group_sise: unknown key. Did you mean \"group_size\"? Known"
                + " here: prompts_per_step, group_size, max_completion_tokens, temperature,"
                + " epochs, mini_batches.",
            "r.yaml:9: train.rollout.temperature: found 'hot', must be above 0.",
            "r.yaml:10: train.steps: found -3, must be a whole number of at least 1.");
  }

  @Test
  void aKeyOfAnotherMethodIsUnknown() {
    BadInputException error =
        catchThrowableOfType(
            BadInputException.class,
            () -> RecipeReader.parse(RLVR, "r.yaml", List.of("train.batch_size=4")));

    assertThat(error.issues()).singleElement().asString().contains("train.batch_size: unknown key");
  }

  @Test
  void overridesReplaceValuesAndPassTheSameChecks() {
    Recipe recipe =
        RecipeReader.parse(
            RLVR, "r.yaml", List.of("seed=4", "train.data.limit=7", "train.kl.coef=0.5"));

    assertThat(recipe.seed()).isEqualTo(4);
    assertThat(recipe.train().orElseThrow().data().getFirst().limit()).isEqualTo(7);

    BadInputException error =
        catchThrowableOfType(
            BadInputException.class,
            () -> RecipeReader.parse(RLVR, "r.yaml", List.of("seed=minus")));
    assertThat(error.issues())
        .containsExactly("r.yaml: seed: found 'minus', must be a whole number of at least 0.");
  }

  @Test
  void overridesReachIntoLists() {
    Recipe recipe = RecipeReader.parse(RLVR, "r.yaml", List.of("train.reward[0].weight=2"));

    assertThat(((TrainSpec.Rlvr) recipe.train().orElseThrow()).reward())
        .containsExactly(new TrainSpec.RewardSpec("math", 2.0));
  }

  @Test
  void aMalformedFileIsOneError() {
    for (String yaml : List.of("name: [", "name: a\nname: b\n", "- a\n", "", "a: &x {b: *x}")) {
      assertThat(
              catchThrowableOfType(
                  BadInputException.class, () -> RecipeReader.parse(yaml, "r.yaml", List.of())))
          .as(yaml)
          .isNotNull();
    }
  }
}
