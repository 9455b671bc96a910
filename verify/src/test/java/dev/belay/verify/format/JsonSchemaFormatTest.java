package dev.belay.verify.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaFormatTest {

  private static final Problem PROBLEM = new Problem("p", "?", "7", new SourceLine("test", 1));

  private static final String ANSWER =
      """
      { "type": "object", "required": [ "answer" ], "additionalProperties": false,
        "properties": { "answer": { "type": "integer", "minimum": 0 },
                        "why": { "type": "string", "pattern": "^[a-z ]+$" } } }
      """;

  private static JsonSchemaFormat format(String schema) {
    try {
      return new JsonSchemaFormat(Json.MAPPER.readTree(schema));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Verdict verdict(String completion) {
    return format(ANSWER).verify(completion, PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"answer\": 7}",
        " \n{\"answer\":0, \"why\":\"so it is\"}\n",
      })
  void jsonOfTheSchemaPasses(String completion) {
    assertThat(verdict(completion).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "null",
        "[]",
        "{}",
        "{\"answer\": -1}",
        "{\"answer\": \"7\"}",
        "{\"answer\": 7.5}",
        "{\"answer\": 7, \"other\": 1}",
        "{\"answer\": 7, \"answer\": 8}",
        "{\"answer\": 7} or {\"answer\": 8}",
        "{\"answer\": 7}{\"answer\": 8}",
        "Here it is: {\"answer\": 7}",
        "```json\n{\"answer\": 7}\n```",
        "{'answer': 7}",
        "{\"answer\": 7",
        "{\"answer\": NaN}",
        "{\"answer\": 7, \"why\": \"So\"}",
        "{\"\\u0430nswer\": 7}",
      })
  void anythingElseDoesNot(String completion) {
    Verdict verdict = verdict(completion);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.reason()).isNotBlank();
  }

  @Test
  void reasonsNameThePlace() {
    assertThat(verdict("{\"answer\": -1}").reason()).startsWith("/answer: ");
    assertThat(verdict("nothing").reason()).startsWith("no JSON: ");
  }

  @Test
  void nestingAndNumbersAreBounded() {
    assertThat(verdict("[".repeat(50_000)).reason()).startsWith("no JSON");
    String anything = "[".repeat(99) + "]".repeat(99);
    String deeper = "[".repeat(5_000) + "]".repeat(5_000);
    JsonSchemaFormat arrays = format("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}");
    assertThat(arrays.verify(anything, PROBLEM).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(arrays.verify(deeper, PROBLEM).state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict("{\"answer\": 1" + "0".repeat(1000) + "}").state())
        .isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict("{\"answer\": 1e999999999}").state()).isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void patternsInASchemaCannotRunAway() {
    JsonSchemaFormat nested = format("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}");
    String hostile = "\"" + "a".repeat(50_000) + "!\"";
    assertThat(nested.verify(hostile, PROBLEM).state()).isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void theSchemaSaysItsDraft() {
    JsonSchemaFormat seven =
        format(
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":\"string\"}]}");
    assertThat(seven.verify("[\"a\", 1]", PROBLEM).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(seven.verify("[1]", PROBLEM).state()).isEqualTo(Verdict.State.INCORRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 | must be an object",
        "{\"type\":\"objct\"} | is none",
        "{\"minimum\":\"x\"} | is none",
        "{\"typ\":\"object\"} | Did you mean \"type\"?",
        "{\"properties\":{\"a\":{\"requird\":[]}}} | Did you mean \"required\"?",
        "{\"$ref\":\"http://127.0.0.1:1/x.json\"} | nothing is fetched",
        "{\"$ref\":\"file:///etc/hostname\"} | nothing is fetched",
        "{\"$ref\":\"#/nowhere\"} | cannot be used",
        "{\"$ref\":\"#\"} | without an end",
        "{\"$schema\":\"http://nowhere/x\"} | cannot be used",
        "{\"pattern\":\"(?=a)\"} | RE2",
        "{\"pattern\":\"((a{999}){999}){9}\"} | repetitions written out",
      })
  void whatIsNoSchemaIsRefused(String schema, String message) {
    assertThatThrownBy(() -> format(schema))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }
}
