package dev.belay.verify.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.data.Reference.Constraints;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifiers;
import dev.belay.verify.instruction.InstructionVerifier.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict is worth and says, and which instructions are errors. */
class InstructionVerifierTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstructionVerifier ALL = new InstructionVerifier(Measure.ALL);

  static Problem problem(String prompt, Reference reference) {
    return new Problem("p", prompt, reference, null, new SourceLine("test", 1), "");
  }

  static Constraint constraint(String id, String arguments) {
    try {
      Map<String, JsonNode> values = new HashMap<>();
      JSON.readTree(arguments)
          .properties()
          .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
      return new Constraint(id, values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Problem two() {
    return problem(
        "Write.",
        new Constraints(
            List.of(
                constraint("punctuation:no_comma", "{}"), constraint("startend:quotation", "{}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"fine\" | CORRECT | 1 | 1 | 1",
        "fine | INCORRECT | 0 | .5 | 0",
        "'\"fine\", fine' | INCORRECT | 0 | 0 | 0",
        "*\"fine\"* | INCORRECT | 0 | .5 | 1",
        "'' | INCORRECT | 0 | 0 | 0"
      })
  void oneThatFollowsAllIsCorrect(
      String completion, Verdict.State state, double all, double share, double loose) {
    Verdict verdict = ALL.verify(completion, two());
    assertThat(verdict.state()).isEqualTo(state);
    assertThat(verdict.score()).isEqualTo(all);
    Verdict shared = new InstructionVerifier(Measure.SHARE).verify(completion, two());
    assertThat(shared.state()).isEqualTo(state);
    assertThat(shared.score()).isEqualTo(share);
    assertThat(new InstructionVerifier(Measure.LOOSE).verify(completion, two()).score())
        .isEqualTo(loose);
  }

  @Test
  void theVerdictTellsWhatWasFollowed() {
    Verdict verdict = ALL.verify("*\"fine\"*", two());
    assertThat(verdict.extracted()).isEqualTo("punctuation:no_comma");
    assertThat(verdict.reason())
        .isEqualTo("1 of 2 followed, 2 loosely; missed: startend:quotation");
    assertThat(verdict.details().keySet())
        .containsExactly("instruction_id_list", "strict", "loose");
    assertThat(verdict.details().get("instruction_id_list"))
        .hasToString("[\"punctuation:no_comma\",\"startend:quotation\"]");
    assertThat(verdict.details().get("strict")).hasToString("[true,false]");
    assertThat(verdict.details().get("loose")).hasToString("[true,true]");
  }

  @Test
  void theTraceIsNotJudgedAndACutAnswerIsJudgedAsItStands() {
    Problem problem =
        problem("Write.", new Constraints(List.of(constraint("punctuation:no_comma", "{}"))));
    assertThat(ALL.verify("<think>a, b</think>fine", problem).score()).isEqualTo(1);
    Answer cut = new Answer("", "fine so far", Answer.Ending.CUT_OFF);
    assertThat(ALL.verify(cut, problem).score()).isEqualTo(1);
    Answer never = new Answer("well", "", Answer.Ending.CUT_OFF_IN_REASONING);
    assertThat(ALL.verify(never, problem).state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(ALL.verify(never, problem).reason()).isEqualTo(Answer.NEVER_BEGAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234", "!!! ...", "\u2460\u2461"})
  void aTextWithoutALanguageIsNotCreditedThoughIfevalCountsIt(String completion) {
    Problem problem =
        problem(
            "Write.",
            new Constraints(
                List.of(constraint("language:response_language", "{\"language\": \"hi\"}"))));
    Verdict verdict = ALL.verify(completion, problem);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.details().get("strict")).hasToString("[true]");
    assertThat(verdict.reason()).contains("missed: language:response_language");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "punctuation:no_commas | {} | no instruction is called \"punctuation:no_commas\". Did you"
            + " mean \"punctuation:no_comma\"?",
        "NO_COMMA | {} | no instruction is called",
        "punctuation:no_comma | {\"x\": 1} | has no argument x",
        "punctuation:no_comma | {\"num_words\": 1} | has no argument num_words",
        "keywords:existence | {} | \"keywords\" must be a list of words",
        "keywords:existence | {\"keywords\": []} | \"keywords\" must be a list of words",
        "keywords:existence | {\"keywords\": [\"\"]} | \"keywords\" must be a list of words",
        "keywords:existence | {\"keywords\": [1]} | \"keywords\" must be a list of words",
        "keywords:existence | {\"keywords\": \"lion\"} | found \"lion\"",
        "keywords:forbidden_words | {\"forbidden_words\": null} | found nothing",
        "keywords:frequency | {\"keyword\": \"a\", \"frequency\": 1} | \"relation\" must be one of"
            + " [at least, less than]",
        "keywords:frequency | {\"keyword\": \"a\", \"frequency\": 1, \"relation\": \"at most\"} |"
            + " found \"at most\"",
        "keywords:frequency | {\"keyword\": \" \", \"frequency\": 1, \"relation\": \"at least\"} |"
            + " \"keyword\" must be a text",
        "keywords:frequency | {\"keyword\": \"a\", \"frequency\": 0, \"relation\": \"less than\"} |"
            + " no completion could follow",
        "keywords:letter_frequency | {\"letter\": \"ab\", \"let_frequency\": 1, \"let_relation\":"
            + " \"at least\"} | must be one character",
        "length_constraints:number_words | {\"num_words\": -1, \"relation\": \"at least\"} | a"
            + " whole number, 0 or more",
        "length_constraints:number_words | {\"num_words\": 1.5, \"relation\": \"at least\"} | a"
            + " whole number",
        "length_constraints:number_words | {\"num_words\": \"5\", \"relation\": \"at least\"} |"
            + " found \"5\"",
        "length_constraints:number_words | {\"num_words\": 1e99, \"relation\": \"at least\"} | a"
            + " whole number",
        "length_constraints:nth_paragraph_first_word | {\"num_paragraphs\": 2, \"nth_paragraph\":"
            + " 3, \"first_word\": \"a\"} | found 3 of 2",
        "length_constraints:nth_paragraph_first_word | {\"num_paragraphs\": 2, \"nth_paragraph\":"
            + " 0, \"first_word\": \"a\"} | 1 or more",
        "language:response_language | {\"language\": \"xx\"} | \"language\" must be one of af, ar",
        "detectable_format:multiple_sections | {\"num_sections\": 2} | \"section_spliter\" must be"
            + " a text",
        "startend:end_checker | {} | \"end_phrase\" must be a text"
      })
  void whatCannotBeCheckedIsAnError(String id, String arguments, String reason) {
    Problem problem = problem("Write.", new Constraints(List.of(constraint(id, arguments))));
    assertThat(ALL.verify("a", problem).state()).isEqualTo(Verdict.State.ERROR);
    assertThat(ALL.referenceIssue(problem)).hasValueSatisfying(s -> assertThat(s).contains(reason));
  }

  @Test
  void allIssuesAreToldAtOnce() {
    Problem problem =
        problem(
            "",
            new Constraints(
                List.of(
                    constraint("length_constraints:number_words", "{}"),
                    constraint("nonsense", "{}"),
                    constraint("combination:repeat_prompt", "{}"))));
    assertThat(ALL.referenceIssue(problem).orElse(""))
        .contains("\"num_words\" must be")
        .contains("\"relation\" must be")
        .contains("\"nonsense\"")
        .contains("needs \"prompt_to_repeat\"");
  }

  @Test
  void otherReferencesAndNoInstructionsAreErrors() {
    assertThat(ALL.verify("4", "4").state()).isEqualTo(Verdict.State.ERROR);
    assertThat(ALL.verify("4", problem("Write.", new Constraints(List.of()))).state())
        .isEqualTo(Verdict.State.ERROR);
  }

  @Test
  void argumentsThatAreNullCountAsAbsentAndWholeNumbersMayHaveAPoint() {
    Problem problem =
        problem(
            "Write.",
            new Constraints(
                List.of(
                    constraint(
                        "length_constraints:number_words",
                        "{\"num_words\": 2.0, \"relation\": \"at least\", \"letter\": null}"))));
    assertThat(ALL.verify("two words", problem).score()).isEqualTo(1);
    assertThat(ALL.verify("one", problem).score()).isZero();
  }

  @Test
  void keywordsAreReadAsTheyAreWritten() {
    Problem problem =
        problem(
            "Write.",
            new Constraints(
                List.of(
                    constraint("keywords:existence", "{\"keywords\": [\"c++\", \"a.b\"]}"),
                    constraint("keywords:forbidden_words", "{\"forbidden_words\": [\"$5\"]}"))));
    assertThat(ALL.verify("C++ and a.b", problem).score()).isEqualTo(1);
    assertThat(ALL.verify("C++ and axb", problem).score()).isZero();
    assertThat(ALL.verify("C++ and a.b for $5", problem).score()).isZero();
    assertThat(ALL.verify("C++ and a.b for $50", problem).score()).isEqualTo(1);
  }

  @Test
  void theVerifiersAreFoundByName() {
    List<String> names = new ArrayList<>(Verifiers.names());
    assertThat(names).contains("instructions", "instructions-share", "instructions-loose");
  }
}
