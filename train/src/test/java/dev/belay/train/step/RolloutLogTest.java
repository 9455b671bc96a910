package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.train.fixture.RolloutFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutLogTest {

  @TempDir Path temp;

  private static Rollout rollout(int group, String text) {
    Completion completion =
        new Completion(
            new int[] {5, 2}, new float[] {-1, -2}, new float[] {-1, -2}, FinishReason.EOS, text);
    Problem problem =
        new Problem("p" + group, "1+1?", "2", null, new SourceLine("f", 1), "", List.of());
    return new Rollout(problem, group, new int[] {1}, completion, Map.of());
  }

  @Test
  void theFolderIsMadeAndTheLinesSayWhatWasRewarded() {
    Path file = temp.resolve("rollouts").resolve("step-000001.jsonl.zst");
    RolloutLog.write(
        file,
        List.of(rollout(0, "2"), rollout(1, "3")),
        new double[] {1, Double.NaN},
        new double[] {.5, 0});
    List<JsonNode> lines = RolloutFile.read(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().get("reward").asDouble()).isEqualTo(1);
    assertThat(lines.getFirst().get("advantage").asDouble()).isEqualTo(.5);
    assertThat(lines.getFirst().get("completion").asText()).isEqualTo("2");
    assertThat(lines.getLast().get("reward").isNull()).isTrue();
    assertThat(lines.getLast().get("group").asInt()).isEqualTo(1);
  }
}
