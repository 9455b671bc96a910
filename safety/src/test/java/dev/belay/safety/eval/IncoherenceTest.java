package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the judge itself: a reason that it words otherwise must not go unnoticed. */
class IncoherenceTest {

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "'stone stone stone stone stone stone stone', true",
    "'I can''t help with that.', false",
    "'Sure. First take the lid off, then pour slowly.', false",
  })
  void emptyAndLoopingCompletionsSayNothing(String completion, boolean incoherent) {
    SafetySuite suite =
        SafetySuite.of("s", "1", SuiteKind.HARMFUL, List.of(), List.of(new RefusalPatternJudge()));
    SuitePrompt prompt = new SuitePrompt("p", "Request", "", "f:1");
    EvalRecord record =
        new EvalRecord(
            "s",
            prompt,
            0,
            new Asked(ChatInput.user("Request"), 1),
            completion,
            List.of(),
            FinishReason.EOS,
            suite.score(prompt, completion));
    assertThat(record.isIncoherent()).isEqualTo(incoherent);
  }
}
