package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.train.fixture.RolloutFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipe says about rollouts and updates reaches the parts that do them. */
class TrainingSessionTest {

  @TempDir Path temp;

  private static final String RLVR =
      """
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 3, max_completion_tokens: 5, %s }
        optimizer: { learning_rate: 1.0e-3 }
        steps: 1
      """;

  private static List<JsonNode> rollouts(TinyRun run) {
    return RolloutFile.read(run.folder().resolve("rollouts/step-000001.jsonl.zst"));
  }

  @Test
  void sizesOfTheRolloutAreTheRecipes() {
    TinyRun run = TinyRun.of(RLVR.formatted("temperature: 1.0"), temp);
    List<JsonNode> lines = rollouts(run);
    assertThat(lines.stream().map(line -> line.get("group").asInt()))
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(lines).allSatisfy(line -> assertThat(line.get("token_ids").size()).isLessThan(6));
    assertThat(run.result().steps()).isEqualTo(1);
  }

  @Test
  void logProbsAreTakenAtTheTemperatureThatSamples() {
    double hot =
        TinyRun.on(model(), RLVR.formatted("temperature: 2.0"), temp, "hot").metric("entropy")[0];
    TinyRun cold = TinyRun.on(model(), RLVR.formatted("temperature: 0.5"), temp, "cold");
    assertThat(hot).isGreaterThan(cold.metric("entropy")[0] + 0.1);
    assertThat(cold.metric("logprob_gap_max")[0]).isLessThan(1e-3);
  }

  private static Path model() {
    return TinyModel.LLAMA.directory();
  }

  @Test
  void aPolicyThatIsTheReferenceHasNoPenaltyAtAnyTemperature() {
    for (String temperature : List.of("0.6", "1.0", "1.7")) {
      String yaml = RLVR.formatted("temperature: " + temperature) + "  kl: { coef: 1 }\n";
      TinyRun run = TinyRun.on(model(), yaml, temp, "t" + temperature);
      assertThat(run.metric("kl_sequence_mean")[0]).isCloseTo(0, within(1e-9));
      for (JsonNode line : rollouts(run)) {
        double score = line.at("/verdicts/math/score").asDouble();
        assertThat(line.get("reward").asDouble()).isCloseTo(score, within(5e-3));
      }
    }
  }

  @Test
  void aCompletionThatWasCutOffIsNoSuccess() {
    TinyRun run = TinyRun.of(RLVR.formatted("temperature: 1.0"), temp);
    List<JsonNode> cut =
        rollouts(run).stream()
            .filter(line -> line.get("finish_reason").asText().equals("length"))
            .toList();
    assertThat(cut).isNotEmpty();
    assertThat(cut).allMatch(line -> line.at("/verdicts/math/state").asText().equals("incorrect"));
  }

  @Test
  void aDemonstrationLongerThanTheContextIsRefused() {
    Path file = TinyRun.problems(temp.resolve("long.jsonl"), "one=" + "7 3 ".repeat(600));
    String sft =
        """
        train:
          method: sft
          data: { source: jsonl, path: %s }
        """
            .formatted(file);
    assertThatThrownBy(() -> TinyRun.of(sft, temp))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the model's context of 512 tokens");
  }

  @Test
  void weightDecayShrinksTheWeights() {
    String sft =
        """
        train:
          method: sft
          data: { source: arithmetic, split: train, limit: 4 }
          batch_size: 4
          optimizer: { learning_rate: 1.0e-2, weight_decay: %s }
          epochs: 3
        """;
    double[] free = TinyRun.on(model(), sft.formatted("0.0"), temp, "free").metric("loss");
    double[] shrunk = TinyRun.on(model(), sft.formatted("20.0"), temp, "shrunk").metric("loss");
    assertThat(free).hasSize(3);
    assertThat(shrunk[0]).isEqualTo(free[0]);
    assertThat(Arrays.equals(shrunk, free)).isFalse();
  }
}
