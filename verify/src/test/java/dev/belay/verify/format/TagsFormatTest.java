package dev.belay.verify.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagsFormatTest {

  private static final Problem PROBLEM = new Problem("p", "?", "7", new SourceLine("test", 1));
  private static final TagsFormat PLAN_ANSWER = new TagsFormat(List.of("plan", "answer"));
  private static final TagsFormat THINK_ANSWER = new TagsFormat(List.of("think", "answer"));

  private static Verdict.State state(TagsFormat format, String completion) {
    return format.verify(completion, PROBLEM).state();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<plan>Add.</plan><answer>7</answer>",
        " \n<plan>\nAdd.\n</plan>\n\n<answer>7</answer>\n",
        "<plan>a < b, <b>bold</b></plan> <answer>7</answer>",
      })
  void theFormIsRecognised(String completion) {
    assertThat(state(PLAN_ANSWER, completion)).isEqualTo(Verdict.State.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "<plan>Add.</plan>",
        "<answer>7</answer><plan>Add.</plan>",
        "<plan>Add.</plan><answer>7",
        "<plan>Add.<answer>7</answer></plan>",
        "<plan>Add.</plan><answer></answer>",
        "<plan> </plan><answer>7</answer>",
        "<plan>Add.</plan><answer>7</answer> or 8",
        "So: <plan>Add.</plan><answer>7</answer>",
        "<plan>Add.</plan> then <answer>7</answer>",
        "<plan>Add.</plan><answer>7</answer><answer>8</answer>",
        "<plan>Add.</plan><answer>7<answer>8</answer>",
        "<plan>Add.<plan></plan><answer>7</answer>",
        "<Plan>Add.</Plan><answer>7</answer>",
        "<plan >Add.</plan><answer>7</answer>",
        "<pl\u200ban>Add.</plan><answer>7</answer>",
        "\uff1cplan\uff1eAdd.\uff1c/plan\uff1e<answer>7</answer>",
      })
  void anythingElseIsNot(String completion) {
    assertThat(state(PLAN_ANSWER, completion)).isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void theTraceStandsForATagThatOpensOne() {
    assertThat(state(THINK_ANSWER, "<think>Add.</think>\n<answer>7</answer>"))
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(state(THINK_ANSWER, "<answer>7</answer>")).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state(THINK_ANSWER, "<think></think><answer>7</answer>"))
        .isEqualTo(Verdict.State.INCORRECT);
    assertThat(state(THINK_ANSWER, "<think>Add.</think> 7")).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state(THINK_ANSWER, "<think>Add. <answer>7</answer>"))
        .isEqualTo(Verdict.State.INCORRECT);
    Answer opened =
        Answer.of("Add.</think><answer>7</answer>", FinishReason.EOS, Optional.of("<think>"));
    assertThat(THINK_ANSWER.verify(opened, PROBLEM).state()).isEqualTo(Verdict.State.CORRECT);
    TagsFormat thinkAlone = new TagsFormat(List.of("think"));
    assertThat(state(thinkAlone, "<think>Add.</think> 7")).isEqualTo(Verdict.State.CORRECT);
    assertThat(state(thinkAlone, "<think>Add.</think>")).isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void reasonsSayWhatIsWrong() {
    assertThat(PLAN_ANSWER.verify("<plan>Add.</plan><answer>7", PROBLEM).reason())
        .isEqualTo("<answer> is never closed");
    assertThat(PLAN_ANSWER.verify("7", PROBLEM).reason())
        .isEqualTo("\"7\" where <plan> was to open");
  }

  @Test
  void whatIsDressedHasTheForm() {
    for (TagsFormat format : List.of(PLAN_ANSWER, THINK_ANSWER, new TagsFormat(List.of("think")))) {
      Answer dressed = format.dressed(Answer.of("7"));
      assertThat(format.verify(dressed, PROBLEM).state()).isEqualTo(Verdict.State.CORRECT);
      assertThat(dressed.text()).contains("7");
    }
  }

  @Test
  void hugeCompletionsAreTurnedAwayAndNestingIsNoMatter() {
    assertThat(state(PLAN_ANSWER, "<plan>".repeat(20_000))).isEqualTo(Verdict.State.INCORRECT);
    assertThat(PLAN_ANSWER.verify("x".repeat(1_000_000), PROBLEM).reason()).contains("longer than");
  }

  @Test
  void badNamesAreRefused() {
    for (List<String> tags :
        List.of(
            List.<String>of(),
            List.of("a", "a"),
            List.of("<a>"),
            List.of(""),
            List.of("a b"),
            List.of("ä"))) {
      assertThatThrownBy(() -> new TagsFormat(tags)).isInstanceOf(BadInputException.class);
    }
  }
}
