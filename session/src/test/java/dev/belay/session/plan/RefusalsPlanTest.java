package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.core.run.Progress;
import dev.belay.session.model.JudgeSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which refusals a plan takes, and which it refuses. */
class RefusalsPlanTest {

  private static final String SFT =
      """
      name: planned
      seed: 3
      model: { name: MODEL, dtype: float32 }
      train:
        method: sft
        data: { source: arithmetic, split: train, limit: 18 }
        refusals:
          refuse: { source: builtin-safety, split: align, label: refuse, limit: 5 }
          answer: { source: builtin-safety, split: align, label: answer, limit: 4 }
          share: 0.1
      evaluate:
        capability: [ "arithmetic:4" ]
        safety: [ "builtin-safety:3" ]
      """;

  private static final String RLVR =
      SFT.replace("method: sft", "method: rlvr\n  reward: [ { verifier: math } ]\n  steps: 2");

  @TempDir Path temp;

  private ExperimentPlan plan(String yaml) {
    Map<String, String> variables =
        Map.of("BELAY_HOME", temp.resolve("home").toString(), "BELAY_OFFLINE", "1");
    ModelStore models = ModelStore.of(variables, Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT)) {
      return ExperimentPlan.of(
          RecipeReader.draft(
              yaml.replace("MODEL", TinyModel.LLAMA.directory().toString()), "r.yaml", List.of()),
          new Environment(
              models,
              DataLocations.of(temp),
              judges,
              new MemoryBudget(Long.MAX_VALUE, "the test's")));
    }
  }

  private List<String> issues(String yaml) {
    return catchThrowableOfType(BadInputException.class, () -> plan(yaml)).issues();
  }

  @Test
  void bothKindsAreReadAndMixedInAsManyOfEach() {
    RefusalsPlan refusals = plan(SFT).guards().refusals().orElseThrow();
    assertThat(refusals.refuse()).hasSize(5);
    assertThat(refusals.answer()).hasSize(4);
    assertThat(refusals.prompts()).hasSize(9);
    // A tenth of 20 are 2: one of each beside 18 others.
    assertThat(refusals.ofEachKind(18)).isEqualTo(1);
    assertThat(refusals.ofEachKind(180)).isEqualTo(10);
    RefusalsSpec.Term term = new RefusalsSpec.Term(.05, 8);
    RefusalsSpec asTerm =
        new RefusalsSpec(refusals.spec().refuse(), refusals.spec().answer(), 32, term);
    assertThat(new RefusalsPlan(asTerm, List.of(), List.of()).ofEachKind(180)).isZero();
  }

  @Test
  void aShareOfTheDataIsForSupervisedFineTuningAlone() {
    assertThat(issues(RLVR))
        .singleElement()
        .asString()
        .contains("train.refusals.share: is a share of what SFT learns, and the method is rlvr")
        .contains("Give coef");
    assertThat(plan(RLVR.replace("share: 0.1", "coef: 0.05")).guards().refusals()).isPresent();
  }

  @Test
  void anUpdateGoesOverNoPromptTwice() {
    String term = SFT.replace("share: 0.1", "coef: 0.05\n    prompts_per_step: 10");
    assertThat(issues(term))
        .singleElement()
        .asString()
        .contains("train.refusals.prompts_per_step: found 10, half of them to answer")
        .contains("there are 4 of those; take at most 8");
    assertThat(plan(term.replace("limit: 4", "limit: 5")).guards().refusals()).isPresent();
  }

  @Test
  void noneOfTheirPromptsIsMeasured() throws IOException {
    String measured = plan(SFT).suites().samples().iterator().next().prompt();
    Path own = temp.resolve("own.jsonl");
    Files.writeString(own, "{\"prompt\": \"Hello.\"}\n{\"prompt\": \"%s\"}\n".formatted(measured));
    String overlapping =
        SFT.replace(
            "answer: { source: builtin-safety, split: align, label: answer, limit: 4 }",
            "answer: { source: jsonl, path: " + own + " }");
    assertThat(issues(overlapping))
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("train.refusals: 1 of 7 evaluation prompts")
                    .contains("are also refusals prompts"));
  }
}
