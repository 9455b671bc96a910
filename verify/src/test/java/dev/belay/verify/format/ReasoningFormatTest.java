package dev.belay.verify.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningFormatTest {

  private static final Problem PROBLEM = new Problem("p", "?", "7", new SourceLine("test", 1));

  @ParameterizedTest
  @CsvSource({
    "<think>Add.</think> 7, CORRECT",
    "<thinking>Add.</thinking>7, CORRECT",
    "[THINK]Add.[/THINK]7, CORRECT",
    "7, INCORRECT",
    "<think>Add. 7, INCORRECT",
    "<think> </think> 7, INCORRECT",
    "<think>Add.</think>, INCORRECT",
    "'', INCORRECT"
  })
  void aTraceAndAnAnswerAfterIt(String completion, Verdict.State state) {
    assertThat(new ReasoningFormat().verify(completion, PROBLEM).state()).isEqualTo(state);
  }

  @Test
  void whatIsDressedHasTheForm() {
    Answer dressed = new ReasoningFormat().dressed(Answer.of("7"));
    assertThat(new ReasoningFormat().verify(dressed, PROBLEM).state())
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(dressed.text()).isEqualTo("7");
  }
}
