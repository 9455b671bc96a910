package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A completion that was cut off after all of its answer counts as one that ended. */
class WholeAnswerTest {

  private static EvalRecord record(FinishReason end, boolean whole) {
    ScoredVerdict verdict =
        new ScoredVerdict(
            "code",
            "2",
            "correct",
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            "passes",
            Optional.empty(),
            whole);
    return new EvalRecord(
        "tasks",
        new SuitePrompt("p", "Add.", "", "file:1"),
        0,
        new Asked(ChatInput.user("Add."), 5),
        "text",
        List.of(7),
        end,
        List.of(verdict));
  }

  @Test
  void isNotCountedAsCutOff() {
    assertThat(record(FinishReason.LENGTH, false).isCutOff()).isTrue();
    assertThat(record(FinishReason.LENGTH, true).isCutOff()).isFalse();
    assertThat(record(FinishReason.EOS, false).isCutOff()).isFalse();
  }

  @Test
  void isKeptInItsLine() {
    for (boolean whole : new boolean[] {true, false}) {
      EvalRecord record = record(FinishReason.LENGTH, whole);
      assertThat(EvalRecordJson.read(EvalRecordJson.write(record), "line 1")).isEqualTo(record);
      assertThat(EvalRecordJson.write(record).at("/verdicts/0").has("whole")).isEqualTo(whole);
    }
  }
}
