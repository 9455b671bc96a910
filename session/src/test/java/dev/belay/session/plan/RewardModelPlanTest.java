package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.session.model.JudgeSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reward models that recipes name: found, or refused before anything runs. */
class RewardModelPlanTest {

  private static final String YAML =
      """
      name: planned
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        algorithm: rloo
        data: { source: arithmetic, split: train, limit: 4 }
        reward: [ REWARD ]
      """;

  @TempDir Path temp;

  private final Path model = TinyModel.LLAMA.directory();
  private Path reward = Path.of("");
  private String yaml = YAML;

  @BeforeEach
  void write() {
    reward = temp.resolve("reward");
    try (LanguageModel tiny = LanguageModel.open(model);
        TensorScope _ = new TensorScope()) {
      new ModelWriter(
              ScalarWeights.of(tiny, torch.ones(1, tiny.config().hiddenSize())), ElementType.F32)
          .source(model)
          .write(reward);
    }
  }

  private ExperimentPlan plan(String term, long bytes) {
    ModelStore models =
        ModelStore.of(
            Map.of("BELAY_HOME", temp.resolve("home").toString(), "BELAY_OFFLINE", "1"),
            Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT)) {
      return ExperimentPlan.of(
          RecipeReader.draft(
              yaml.replace("MODEL", model.toString()).replace("REWARD", term), "r.yaml", List.of()),
          new Environment(
              models, DataLocations.of(temp), judges, new MemoryBudget(bytes, "the test's")));
    }
  }

  private String issue(String term) {
    return catchThrowableOfType(BadInputException.class, () -> plan(term, Long.MAX_VALUE))
        .issues()
        .getFirst();
  }

  private String term() {
    return "{ model: " + reward + " }";
  }

  @Test
  void aModelStandsInThePlanWithItsMemory() {
    ExperimentPlan plan = plan(term() + ", { verifier: math }", Long.MAX_VALUE);
    TrainingPlan.Rlvr training = (TrainingPlan.Rlvr) plan.training().orElseThrow();
    assertThat(training.rewardModels())
        .singleElement()
        .satisfies(found -> assertThat(found.directory()).isEqualTo(reward));
    assertThat(training.verifiers()).hasSize(1);
    assertThat(training.problems().getFirst().gold()).isNotEmpty();
    assertThat(plan.model().orElseThrow().need().purpose())
        .isEqualTo("training and the reference and inference and the reward model");
  }

  /** Without a verifier the reference answers are not read, so that prompts alone will do. */
  @Test
  void withoutAVerifierPromptsAreEnough() {
    TrainingPlan.Rlvr training =
        (TrainingPlan.Rlvr) plan(term(), Long.MAX_VALUE).training().orElseThrow();
    assertThat(training.problems()).hasSize(4);
    assertThat(training.problems().getFirst().gold()).isEmpty();
  }

  @Test
  void whatIsNoRewardModelIsRefusedAtItsPlace() {
    assertThat(issue("{ model: no-such-reward }"))
        .startsWith("r.yaml:7: train.reward[0].model: found no-such-reward, which is no model");
    assertThat(issue("{ model: " + model + " }"))
        .contains("train.reward[0].model")
        .contains("ForSequenceClassification for a reward model");
    assertThat(issue("{ model: a, verifier: math }"))
        .contains("train.reward[0].verifier: stands beside a model");
    assertThat(issue("{ weight: 1 }")).contains("train.reward[0].verifier: missing");
    assertThat(issue(term() + ", " + term())).contains("must be verifiers and models, each once");
  }

  @Test
  void aCriticThatBeginsAsARewardModelIsCheckedAsOne() throws IOException {
    yaml = critic(reward);
    ExperimentPlan plan = plan("{ verifier: math }", Long.MAX_VALUE);
    TrainingPlan.Rlvr training = (TrainingPlan.Rlvr) plan.training().orElseThrow();
    assertThat(training.critic().orElseThrow().directory()).isEqualTo(reward);
    assertThat(training.rewardModels()).isEmpty();
    assertThat(training.models()).hasSize(1);

    yaml = critic("no-such-judge");
    assertThat(issue("{ verifier: math }"))
        .contains("train.critic.model: found no-such-judge, which is no model on this machine");

    yaml = critic(reward);
    Path tokenizer = reward.resolve("tokenizer.json");
    Files.writeString(
        tokenizer, Files.readString(tokenizer).replaceFirst("<\\|im_start\\|>", "<|begin|>"));
    assertThat(issue("{ verifier: math }"))
        .contains("train.critic.model: found " + reward)
        .contains("another tokenizer than " + model);
  }

  private static String critic(Object model) {
    return YAML.replace("rloo", "ppo\n  critic: { model: " + model + " }\n  lora: { rank: 2 }");
  }

  @Test
  void aRewardModelWithAnotherTokenizerIsRefused() throws IOException {
    Path tokenizer = reward.resolve("tokenizer.json");
    String same = Files.readString(tokenizer);
    Files.writeString(tokenizer, same + "\n");
    assertThat(plan(term(), Long.MAX_VALUE).model()).isPresent();

    Files.writeString(tokenizer, same.replaceFirst("<\\|im_start\\|>", "<|begin|>"));
    assertThat(issue(term()))
        .contains("train.reward[0].model: found " + reward)
        .contains("another tokenizer than " + model)
        .contains("512 and 513 entries in their vocabularies") // Another file names the old one.
        .contains("train the reward model from a model with the policy's tokenizer");

    Files.delete(tokenizer);
    assertThat(issue(term())).contains("tokenizer.json: is missing");
  }
}
