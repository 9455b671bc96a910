package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.model.JudgeSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan finds, and what it refuses. */
class ExperimentPlanTest {

  private static final String RLVR =
      """
      name: planned
      seed: 3
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train, limit: 12 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
        until: { data: { source: arithmetic, split: validation, limit: 5 }, accuracy: 0.5 }
        steps: 2
      evaluate:
        capability: [ "arithmetic:4" ]
        safety: [ "builtin-safety:3" ]
        attacks: [ direct, prefill ]
      """;

  @TempDir Path temp;

  private final Path model = TinyModel.LLAMA.directory();
  private ModelStore models;
  private JudgeSession judges;

  @BeforeEach
  void open() {
    Map<String, String> variables =
        Map.of("BELAY_HOME", temp.resolve("home").toString(), "BELAY_OFFLINE", "1");
    models = ModelStore.of(variables, Progress.SILENT);
    judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT);
  }

  @AfterEach
  void close() {
    judges.close();
  }

  private ExperimentPlan plan(String yaml, long bytes) {
    String recipe = yaml.replace("MODEL", model.toString());
    return ExperimentPlan.of(
        RecipeReader.draft(recipe, "r.yaml", List.of()),
        new Environment(
            models, DataLocations.of(temp), judges, new MemoryBudget(bytes, "the test's")));
  }

  private List<String> issues(String yaml, long bytes) {
    return catchThrowableOfType(BadInputException.class, () -> plan(yaml, bytes)).issues();
  }

  @Test
  void holdsAllThatTheRunNeeds() {
    ExperimentPlan plan = plan(RLVR, Long.MAX_VALUE);

    assertThat(plan.training().orElseThrow()).isInstanceOf(TrainingPlan.Rlvr.class);
    assertThat(plan.training().orElseThrow().samples()).hasSize(12);
    assertThat(((TrainingPlan.Rlvr) plan.training().orElseThrow()).verifiers())
        .singleElement()
        .satisfies(verifier -> assertThat(verifier.name()).isEqualTo("math"));
    assertThat(plan.validation().orElseThrow().problems()).hasSize(5);
    assertThat(plan.suites().planned().stream().map(PlannedSuite::name))
        .containsExactly("arithmetic", "builtin-safety", "builtin-safety+prefill");
    assertThat(plan.suites().samples()).hasSize(4 + 3);
    assertThat(plan.suites().judge().name()).isEqualTo("embedded");
    assertThat(plan.model().orElseThrow().directory()).isEqualTo(model);
    assertThat(plan.model().orElseThrow().need().purpose())
        .isEqualTo("training and the reference and inference");
    assertThat(temp.resolve("home")).as("nothing is made").doesNotExist();
  }

  @Test
  void givenAndOwnCompletionsAreKeptApartSourceAfterSource() {
    String sft =
        """
        name: planned
        seed: 3
        model: { name: MODEL }
        train:
          method: sft
          data:
            - { source: arithmetic, split: train, limit: 3 }
            - { source: builtin-benign, split: align, limit: 4, completions: self }
            - { source: builtin-safety, split: align, label: refuse, limit: 2 }
        """;
    TrainingPlan.Sft plan = (TrainingPlan.Sft) plan(sft, Long.MAX_VALUE).training().orElseThrow();

    assertThat(plan.given()).hasSize(5);
    assertThat(plan.selfPrompts()).hasSize(4);
    assertThat(plan.samples()).hasSize(9);
    assertThat(plan.given().get(0).source().toString()).contains("arithmetic");
    assertThat(plan.given().get(4).completion()).isNotEmpty();
  }

  @Test
  void trainingValidationAndMeasuringShareNoPrompt() {
    ExperimentPlan plan = plan(RLVR, Long.MAX_VALUE);
    Set<String> prompts = new HashSet<>();
    for (Sample sample : plan.training().orElseThrow().samples()) {
      prompts.add(sample.prompt());
    }
    plan.validation().orElseThrow().problems().forEach(problem -> prompts.add(problem.prompt()));
    plan.suites().samples().forEach(sample -> prompts.add(sample.prompt()));
    assertThat(prompts).hasSize(12 + 5 + 7);
  }

  @Test
  void memoryIsTheMicroBatchsFaultWhereASmallerOneWouldDo() {
    assertThat(issues(RLVR, 1))
        .singleElement()
        .asString()
        .startsWith("r.yaml:3: model.name: too little memory for training and the reference");
    String large = RLVR.replace("  steps: 2", "  micro_batch_tokens: 1000000\n  steps: 2");
    assertThat(issues(large, 100_000_000))
        .singleElement()
        .asString()
        .startsWith("r.yaml:10: train.micro_batch_tokens: too little memory");
    assertThat(plan(RLVR, 100_000_000).model()).isPresent();
  }

  @Test
  void aModelThatIsNotHereIsNotFetched() {
    String remote = RLVR.replace("MODEL", "smollm2-135m-instruct");

    assertThat(plan(remote, Long.MAX_VALUE).model()).isEmpty();
    assertThat(temp.resolve("home")).doesNotExist();
    assertThat(issues(remote.replace("verifier: math", "verifier: maths"), Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("train.reward[0].verifier");
    assertThat(issues(RLVR.replace("MODEL", "no-such-model"), Long.MAX_VALUE))
        .singleElement()
        .asString()
        .startsWith("r.yaml:3: model.name: model \"no-such-model\": no such name or directory.");
  }

  @Test
  void everyVerifierOfTheRewardMustReadEveryReferenceAnswer() throws IOException {
    Path file = temp.resolve("own.jsonl");
    Files.writeString(
        file,
        """
        {"prompt": "Which is larger, A. 1 or B. 2?", "gold": "B"}
        {"prompt": "What is the root of 4?", "gold": "about 2"}
        """);
    String own =
        RLVR.replace("source: arithmetic, split: train, limit: 12", "source: jsonl, path: " + file);

    assertThat(issues(own, Long.MAX_VALUE))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml:6: train.data[0]: 1 of 2 reference answers cannot be read by the verifier"
                + " math, such as that of "
                + file
                + ":2");
    assertThat(issues(own.replace("verifier: math", "verifier: chioce"), Long.MAX_VALUE))
        .satisfiesExactlyInAnyOrder(
            issue -> assertThat(issue).contains("Did you mean \"choice\"?"),
            issue -> assertThat(issue).contains("1 of 2 reference answers", file + ":2"));
  }

  @Test
  void aPromptBeyondTheContextIsNamed() throws IOException {
    Path file = temp.resolve("long.jsonl");
    Files.writeString(
        file, "{\"prompt\": \"%s\", \"gold\": \"1\"}\n".formatted("why? ".repeat(600)));
    String own =
        RLVR.replace("source: arithmetic, split: train, limit: 12", "source: jsonl, path: " + file);

    assertThat(issues(own, Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("train.data: 1 of 1 prompts go beyond the model's context of 512 tokens")
        .contains(file + ":1 with ");
  }

  private static final String ANCHOR =
      "  anchor: { data: [ { source: builtin-safety, split: align, limit: 9 }, DATA ], coef: 1 }\n"
          + "  steps: 2";

  private static String anchored(String data) {
    return RLVR.replace("  steps: 2", ANCHOR.replace("DATA", data));
  }

  @Test
  void anchorPromptsAreReadSourceAfterSourceAndTheirMemoryIsCounted() {
    ExperimentPlan plan =
        plan(anchored("{ source: builtin-benign, split: align, limit: 4 }"), Long.MAX_VALUE);
    AnchorPlan anchor = plan.guards().anchor().orElseThrow();
    assertThat(anchor.prompts()).hasSize(13);
    assertThat(plan.model().orElseThrow().need().purpose())
        .isEqualTo("training and the anchor and inference");
    long without = plan(RLVR, Long.MAX_VALUE).model().orElseThrow().need().bytes();
    assertThat(plan.model().orElseThrow().need().bytes()).isGreaterThan(without);
    assertThat(plan(RLVR, Long.MAX_VALUE).guards()).isEqualTo(GuardsPlan.NONE);
  }

  @Test
  void noPromptOfTheAnchorIsMeasuredNorEndsTraining() throws IOException {
    Path own = temp.resolve("own.jsonl");
    Files.writeString(own, "{\"prompt\": \"Tell me about bread.\"}\n");
    String file = "{ source: jsonl, path: " + own + " }";
    assertThat(plan(anchored(file), Long.MAX_VALUE).guards().anchor().orElseThrow().prompts())
        .hasSize(10);

    String measured = plan(RLVR, Long.MAX_VALUE).suites().samples().iterator().next().prompt();
    String stop =
        plan(RLVR, Long.MAX_VALUE).validation().orElseThrow().problems().getFirst().prompt();
    for (String prompt : List.of(measured, stop)) {
      Files.writeString(own, "{\"prompt\": \"Hello.\"}\n{\"prompt\": \"%s\"}\n".formatted(prompt));
      assertThat(issues(anchored(file), Long.MAX_VALUE))
          .satisfiesExactly(
              issue ->
                  assertThat(issue)
                      .startsWith("r.yaml:10: train.anchor.data: 1 of 12 evaluation prompts")
                      .contains("are also anchor prompts"),
              issue -> assertThat(issue).contains("own.jsonl:2 (anchor)"));
    }
  }

  @Test
  void moreAnchorPromptsAStepThanThereAreAreRefusedAndSoIsWhatCannotBeRead() {
    assertThat(
            issues(
                anchored("{ source: builtin-benign, limit: 2 }, { source: nowhere }")
                    .replace("coef: 1", "coef: 1, prompts_per_step: 500"),
                Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("train.anchor.data[2]: no dataset \"nowhere\"");
    assertThat(
            issues(
                anchored("{ source: builtin-benign, limit: 2 }")
                    .replace("coef: 1", "coef: 1, prompts_per_step: 500"),
                Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("train.anchor.prompts_per_step: found 500, but there are 11 prompts");
  }

  @Test
  void aBudgetWhoseEstimateWouldBeNoiseIsRefused() {
    String two =
        anchored("{ source: builtin-benign, limit: 2 }")
            .replace("coef: 1", "budget: 0.05, prompts_per_step: 2");
    assertThat(issues(two, Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("train.anchor.prompts_per_step: found 2, which is too few for a budget")
        .contains("Take 3 or more, or all 11 prompts.");
    assertThat(plan(two.replace("step: 2", "step: 3"), Long.MAX_VALUE).guards().anchor())
        .isPresent();
  }
}
