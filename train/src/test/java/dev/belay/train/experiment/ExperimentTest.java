package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole experiments on the tiny model: what the recipe says must be what was done. */
class ExperimentTest {

  private static final String EVALUATE =
      """
      evaluate:
        capability: [ "arithmetic:8" ]
        capability_max_tokens: 6
      """;

  @TempDir Path temp;

  private static List<String> completions(Path evaluation) {
    return EvaluationResult.read(evaluation).suites().getFirst().records().stream()
        .map(EvalRecord::completion)
        .toList();
  }

  @Test
  void afterIsMeasuredOnTheTrainedWeightsAndBeforeOnTheUntrained() {
    TinyRun run =
        TinyRun.of(
            """
            train:
              method: sft
              data: { source: arithmetic, split: train, limit: 16 }
              batch_size: 4
              optimizer: { learning_rate: 1.0e-2 }
            """
                + EVALUATE,
            temp);
    List<String> before = completions(run.folder().resolve("eval/before"));
    List<String> after = completions(run.folder().resolve("eval/after"));

    assertThat(after).hasSize(8).isNotEqualTo(before);
    assertThat(before).isEqualTo(evaluatedAlone(Path.of(model(run)), "base"));
    assertThat(after).isEqualTo(evaluatedAlone(run.folder().resolve("model"), "trained"));
  }

  private static String model(TinyRun run) {
    try {
      return new ObjectMapper()
          .readTree(run.folder().resolve("provenance.json").toFile())
          .get("model")
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An evaluation of a model by itself, with the run's seed. */
  private List<String> evaluatedAlone(Path model, String name) {
    Path folder = temp.resolve(name);
    ModelSpec spec = new ModelSpec(model.toString(), ModelSpec.Dtype.FLOAT32, Optional.empty());
    try (ModelSession session = ModelSession.open(model, spec)) {
      new ModelEvaluation(session, TinyRun.suites(EVALUATE, temp), Progress.SILENT)
          .run(new EvaluationRun(model, 5, 1, "", folder));
    }
    return completions(folder);
  }

  @Test
  void theRecipesScheduleIsTheRateOfEveryStep() {
    String train =
        """
        train:
          method: sft
          data: { source: arithmetic, split: train, limit: 12 }
          batch_size: 2
          optimizer: { learning_rate: 8.0e-3, schedule: linear, warmup_steps: 2 }
        """;
    // Six steps, two of warm-up: then 4 quarters of the way down.
    assertThat(TinyRun.of(train, temp).metric("learning_rate"))
        .containsExactly(new double[] {4e-3, 8e-3, 8e-3, 6e-3, 4e-3, 2e-3}, within(1e-12));
  }

  @Test
  void rlvrHasItsScheduleOverAllItsUpdates() {
    TinyRun run =
        TinyRun.of(
            """
            train:
              method: rlvr
              data: { source: arithmetic, split: train }
              reward: [ { verifier: math } ]
              rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 3, epochs: 2 }
              optimizer: { learning_rate: 8.0e-4, schedule: cosine }
              steps: 3
            """,
            temp);
    // Two updates a step; the rate logged is that of the second: updates 1, 3 and 5 of 6 from 0.
    assertThat(run.metric("learning_rate"))
        .containsExactly(new double[] {cosine(1), cosine(3), cosine(5)}, within(1e-12));
  }

  private static double cosine(int update) {
    return 8e-4 * (1 + Math.cos(Math.PI * update / 6)) / 2;
  }

  @Test
  void theRecipesClipBoundsTheGradient() throws IOException {
    TinyRun run =
        TinyRun.of(
            """
            train:
              method: sft
              data: { source: arithmetic, split: train, limit: 8 }
              batch_size: 8
              optimizer: { learning_rate: 1.0e-3, clip_norm: 0.125, beta1: 0.75 }
              checkpoints: { once_finished: all }
            """,
            temp);
    assertThat(run.metric("grad_norm")[0]).isGreaterThan(0.5);
    // After one step the first moment is a quarter of the clipped gradient.
    assertThat(momentNorm(run)).isCloseTo(0.125 / 4, within(1e-6));
  }

  private static double momentNorm(TinyRun run) throws IOException {
    Path checkpoints = run.folder().resolve("checkpoints");
    Path latest = checkpoints.resolve(Files.readString(checkpoints.resolve("latest")).strip());
    double squares = 0;
    try (TensorScope _ = new TensorScope();
        SafetensorsFile state =
            SafetensorsFile.open(latest.resolve("policy/optimizer.safetensors"))) {
      for (String name : state.entries().keySet()) {
        if (name.endsWith(".first_moment")) {
          Tensor moment = state.tensor(name);
          squares += Math.pow(moment.norm().item_double(), 2);
        }
      }
    }
    return Math.sqrt(squares);
  }

  @Test
  void trainingEndsOnceTheValidationAccuracyIsReached() {
    Path train = TinyRun.problems(temp.resolve("train.jsonl"), "four=7", "eight=7", "twelve=7");
    Path validation = TinyRun.problems(temp.resolve("validation.jsonl"), "six=7", "ten=7");
    TinyRun run =
        TinyRun.of(
            """
            train:
              method: sft
              data: { source: jsonl, path: %s }
              batch_size: 3
              epochs: 200
              optimizer: { learning_rate: 1.0e-2 }
              checkpoint_every_steps: 50
              until: { data: { source: jsonl, path: %s }, accuracy: 1, every_steps: 2, max_completion_tokens: 4 }
            """
                .formatted(train, validation),
            temp);
    long steps = run.result().steps();
    assertThat(steps).isBetween(2L, 100L).isEven();
    double[] accuracies = run.metric("validation_accuracy");
    assertThat(accuracies).hasSize((int) steps);
    assertThat(accuracies[(int) steps - 1]).isEqualTo(1);
    assertThat(Arrays.stream(accuracies).limit(steps - 1)).noneMatch(value -> value == 1);
    assertThat(run.folder().resolve("model/model.safetensors")).exists();
  }

  /** A model that answers three questions with 7 as often as with 3. */
  private Path undecidedModel() {
    Path answers =
        TinyRun.problems(
            temp.resolve("digits.jsonl"), "one=7", "one=3", "two=7", "two=3", "six=3", "six=7");
    String train =
        """
        train:
          method: sft
          data: { source: jsonl, path: %s }
          batch_size: 6
          epochs: 40
          optimizer: { learning_rate: 1.0e-2 }
          checkpoint_every_steps: 100
        """
            .formatted(answers);
    return TinyRun.on(TinyModel.LLAMA.directory(), train, temp, "digits").folder().resolve("model");
  }

  @Test
  void rlvrLearnsFromRolloutsOfTheWeightsThatItTrains() {
    Path sevens = TinyRun.problems(temp.resolve("sevens.jsonl"), "one=7", "two=7", "six=7");
    TinyRun run =
        TinyRun.on(
            undecidedModel(),
            """
            train:
              method: rlvr
              data: { source: jsonl, path: %s }
              reward: [ { verifier: math } ]
              rollout: { prompts_per_step: 3, group_size: 8, max_completion_tokens: 3 }
              kl: { coef: 0.01 }
              optimizer: { learning_rate: 3.0e-3 }
              micro_batch_tokens: 100
              steps: 8
            """
                .formatted(sevens),
            temp,
            "rlvr");
    double[] reward = run.metric("reward_mean");
    double[] kl = run.metric("kl_token_mean");
    assertThat(reward[0]).isBetween(0.2, 0.8);
    assertThat(reward[7])
        .as("rewarded answers have become likelier")
        .isGreaterThan(reward[0] + 0.2);
    assertThat(kl[0]).isLessThan(1e-6);
    assertThat(kl[7]).as("the policy has moved far").isGreaterThan(0.02);
    // Sampled and trained log-probs are of the same weights at every step.
    assertThat(Arrays.stream(run.metric("logprob_gap_max"))).allMatch(gap -> gap < 1e-3);
  }

  @Test
  void withoutTrainingTheModelIsMeasuredOnce() {
    TinyRun run = TinyRun.of(EVALUATE, temp);
    assertThat(run.result().steps()).isZero();
    assertThat(run.result().comparison()).isEmpty();
    assertThat(run.result().last()).isPresent();
    assertThat(run.folder().resolve("eval/after")).doesNotExist();
    assertThat(run.folder().resolve("model")).doesNotExist();
    JsonNode result = result(run);
    assertThat(result.get("suites")).hasSize(1);
    assertThat(result.get("steps").asLong()).isZero();
  }

  private static JsonNode result(TinyRun run) {
    try {
      return new ObjectMapper().readTree(run.folder().resolve("result.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
