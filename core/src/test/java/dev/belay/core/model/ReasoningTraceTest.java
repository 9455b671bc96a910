package dev.belay.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningTraceTest {

  private static ReasoningTrace split(String completion) {
    return ReasoningTrace.split(completion.replace("\\n", "\n"), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      emptyValue = "",
      value = {
        "<think>hm</think>5 ~ hm ~ 5",
        "<think>\\nhm\\n</think>\\n\\n5 ~ hm ~ 5",
        "<think>\\n\\n</think>\\n\\n5 ~ \"\" ~ 5",
        "hm</think>5 ~ hm ~ 5",
        "one</think>two</think>5 ~ one\\n\\ntwo ~ 5",
        "[THINK]hm[/THINK]5 ~ hm ~ 5",
        "<reasoning>hm</reasoning>5 ~ hm ~ 5",
        "<thinking>hm</thinking>5 ~ hm ~ 5",
        "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>5<|END_RESPONSE|> ~ hm ~ 5",
        "<|begin_of_thought|>hm<|end_of_thought|>5 ~ hm ~ 5",
        "\u25c1think\u25b7hm\u25c1/think\u25b75 ~ hm ~ 5",
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>5<|return|>"
            + " ~ hm ~ 5",
        "analysisThe user asks.assistantfinal5 ~ The user asks. ~ 5",
        "Sure. <think>hm</think>5 ~ hm ~ Sure. 5",
        "no trace at all ~ \"\" ~ no trace at all",
        "The tag is <think>, which opens it. ~ \"\" ~ \"The tag is <think>, which opens it.\""
      })
  void tracesAreApart(String completion, String reasoning, String answer) {
    ReasoningTrace trace = split(completion);
    assertThat(trace.reasoning()).isEqualTo(reasoning.replace("\\n", "\n"));
    assertThat(trace.answer()).isEqualTo(answer);
    assertThat(trace.closed()).isTrue();
  }

  @Test
  void aTraceThatIsNotClosedIsNoAnswer() {
    assertThat(split("<think>\nIt is 5").closed()).isFalse();
    assertThat(split("<think>\nIt is 5").answer()).isEmpty();
    assertThat(split("<think>\nIt is 5").reasoning()).isEqualTo("It is 5");
    assertThat(split("<|channel|>analysis<|message|>It is 5").closed()).isFalse();
    assertThat(split("Sure.\n<think>hm").closed()).isFalse();
  }

  @Test
  void aTraceMayBeginInThePrompt() {
    Optional<String> opened = ReasoningTrace.openedBy("<|im_start|>assistant\n<think>\n");
    assertThat(opened).contains("<think>");
    assertThat(ReasoningTrace.openedBy("assistant\n<think>\n\n</think>\n\n")).isEmpty();
    assertThat(ReasoningTrace.split("It is 5", opened).closed()).isFalse();
    assertThat(ReasoningTrace.split("hm</think>5", opened).answer()).isEqualTo("5");
    assertThat(ReasoningTrace.split("<think>hm</think>5", opened).answer()).isEqualTo("5");
  }

  @Test
  void answersSayHowTheyEnded() {
    assertThat(Answer.of("5").ending()).isEqualTo(Answer.Ending.COMPLETE);
    assertThat(Answer.of("5", FinishReason.LENGTH, Optional.empty()).ending())
        .isEqualTo(Answer.Ending.CUT_OFF);
    assertThat(Answer.of("<think>5").isCutOffInReasoning()).isTrue();
    assertThat(Answer.of("hm", "", FinishReason.LENGTH).isCutOffInReasoning()).isTrue();
    assertThat(Answer.of("hm", "", FinishReason.EOS).isCutOffInReasoning()).isFalse();
    assertThat(Answer.of("hm", "5", FinishReason.EOS))
        .isEqualTo(new Answer("hm", "5", Answer.Ending.COMPLETE));
  }
}
