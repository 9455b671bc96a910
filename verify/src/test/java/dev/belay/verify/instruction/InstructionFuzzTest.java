package dev.belay.verify.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.data.Reference.Constraints;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions of any kind: always a verdict, the same each time, and soon. */
class InstructionFuzzTest {

  private static final InstructionVerifier VERIFIER =
      new InstructionVerifier(InstructionVerifier.Measure.ALL);

  private static final List<String> PARTS =
      List.of(
          "*",
          "**",
          "***",
          "\n",
          "\n\n",
          " ",
          "-",
          "[",
          "]",
          "<<",
          ">>",
          "\"",
          "'",
          "p.s.",
          ".",
          "...",
          ". ",
          "?!",
          "Section 1",
          "{",
          "}",
          ":",
          ",",
          "```",
          "1",
          "WORD ",
          "word ",
          "\ud800",
          "\u0000",
          "\u00a0",
          "\u2028",
          "e\u0301",
          "\u0939\u093f",
          "http://",
          "a@b.c",
          "CAN'T",
          "\ud83d\ude00");

  /** All kinds, with arguments that will do. */
  static Problem all() {
    String least = "\"relation\": \"at least\"}";
    List<Constraint> constraints =
        List.of(
            of("keywords:existence", "{\"keywords\": [\"word\"]}"),
            of("keywords:frequency", "{\"keyword\": \"word\", \"frequency\": 1, " + least),
            of("keywords:forbidden_words", "{\"forbidden_words\": [\"word\"]}"),
            of(
                "keywords:letter_frequency",
                "{\"letter\": \"o\", \"let_frequency\": 2, \"let_relation\": \"at least\"}"),
            of("language:response_language", "{\"language\": \"en\"}"),
            of("length_constraints:number_sentences", "{\"num_sentences\": 2, " + least),
            of("length_constraints:number_paragraphs", "{\"num_paragraphs\": 2}"),
            of("length_constraints:number_words", "{\"num_words\": 3, " + least),
            of(
                "length_constraints:nth_paragraph_first_word",
                "{\"num_paragraphs\": 2, \"nth_paragraph\": 1, \"first_word\": \"word\"}"),
            of("detectable_content:number_placeholders", "{\"num_placeholders\": 1}"),
            of("detectable_content:postscript", "{\"postscript_marker\": \"P.S.\"}"),
            of("detectable_format:number_bullet_lists", "{\"num_bullets\": 1}"),
            of("detectable_format:constrained_response", "{}"),
            of("detectable_format:number_highlighted_sections", "{\"num_highlights\": 1}"),
            of(
                "detectable_format:multiple_sections",
                "{\"section_spliter\": \"Section\", \"num_sections\": 1}"),
            of("detectable_format:json_format", "{}"),
            of("detectable_format:title", "{}"),
            of("combination:two_responses", "{}"),
            of("combination:repeat_prompt", "{}"),
            of("startend:end_checker", "{\"end_phrase\": \"word\"}"),
            of("startend:quotation", "{}"),
            of("punctuation:no_comma", "{}"),
            of(
                "change_case:capital_word_frequency",
                "{\"capital_frequency\": 1, \"capital_relation\": \"at least\"}"),
            of("change_case:english_capital", "{}"),
            of("change_case:english_lowercase", "{}"));
    return InstructionVerifierTest.problem("word", new Constraints(constraints));
  }

  private static Constraint of(String id, String arguments) {
    return InstructionVerifierTest.constraint(id, arguments);
  }

  /** Verdicts of many random completions. */
  static void fuzz(int completions, long seed) {
    Problem problem = all();
    Random random = new Random(seed);
    for (int i = 0; i < completions; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(30); part > 0; part--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      Answer answer = new Answer("", text.toString(), Answer.Ending.COMPLETE);
      Verdict verdict = VERIFIER.verify(answer, problem);
      assertThat(verdict.state()).as(text.toString()).isEqualTo(Verdict.State.INCORRECT);
      assertThat(followed(verdict, "strict").size()).isEqualTo(25);
      for (int k = 0; k < 25; k++) {
        assertThat(
                !followed(verdict, "strict").get(k).booleanValue()
                    || followed(verdict, "loose").get(k).booleanValue())
            .as(text.toString())
            .isTrue();
      }
    }
  }

  @Test
  void thousandsOfCompletions() {
    fuzz(10_000, 1);
  }

  @Test
  void theSameEachTime() {
    Answer answer = new Answer("", "Ein Wort. word WORD, 1", Answer.Ending.COMPLETE);
    assertThat(VERIFIER.verify(answer, all())).isEqualTo(VERIFIER.verify(answer, all()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "**",
        "-",
        "[",
        "<<",
        "\"",
        "'",
        ".",
        ". ",
        "?!",
        "a.",
        ".)",
        "a",
        "A",
        "[{",
        "\\",
        " ",
        "\n",
        "\u3000",
        "***",
        "p.",
        "a@",
        "http://",
        "Section ",
        "1",
        "', ",
        "-.",
        "((",
        "\""
      })
  void longRunsAreJudgedInTimeThatGrowsWithTheirLength(String part) {
    String text = part.repeat(50_000 / part.length());
    Answer answer = new Answer("", text, Answer.Ending.COMPLETE);
    assertThat(VERIFIER.verify(answer, all()).state()).isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void whatIsLongerThanAnyAnswerIsUndecided() {
    Answer answer = new Answer("", "a".repeat(1_000_001), Answer.Ending.COMPLETE);
    assertThat(VERIFIER.verify(answer, all()).state()).isEqualTo(Verdict.State.UNDECIDED);
  }

  private static JsonNode followed(Verdict verdict, String how) {
    return Objects.requireNonNull(verdict.details().get(how));
  }
}
