package dev.belay.verify.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.verify.Verdict;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'enum':[1,2]} | 1e400",
        "{'enum':[1,2]} | [{'a':-1e400}]",
        "{'const':1} | 1e999999999",
        "{'type':'number','multipleOf':3} | 1e999999999",
        "{'const':0} | 1e-999999999",
        "{'uniqueItems':true} | [1e999999999, 1e999999998]",
      })
  void numbersThatWouldTakeAllTheMemoryAreInNoForm(String schema, String completion) {
    Verdict verdict =
        format(schema.replace('\'', '"')).verify(completion.replace('\'', '"'), PROBLEM);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.reason()).contains("beyond what is judged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'const':0.1} | 0.10",
        "{'const':0} | 0e999999999",
        "{'enum':[1,2]} | 1.0",
        "{'type':'integer'} | 7.0",
        "{'type':'integer'} | 1e3",
        "{'multipleOf':0.01} | 4.35",
        "{'const':1e300} | 1e300",
        "{'maxItems':2147483647} | [1]",
        "{'const':{'maxItems':4294967296}} | {'maxItems':4294967296}",
      })
  void numbersAreComparedByTheirValue(String schema, String completion) {
    assertThat(
            format(schema.replace('\'', '"'))
                .verify(completion.replace('\'', '"'), PROBLEM)
                .state())
        .isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void alternativesThatAllGoOnDoNotRunAway() {
    JsonSchemaFormat nested =
        format(
            """
            { "$ref": "#/$defs/x", "$defs": { "x": { "anyOf": [
                { "type": "array", "items": { "$ref": "#/$defs/x" } },
                { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/x" } },
                { "type": "string" } ] } } }
            """);
    Verdict verdict = nested.verify("[".repeat(60) + "1" + "]".repeat(60), PROBLEM);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.reason()).contains("steps");
    assertThat(nested.verify("[[[\"a\"]]]", PROBLEM).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void aSchemaWhoseOwnReferencesMultiplyIsRefused() {
    String doubling =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "\"d%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    assertThatThrownBy(
            () ->
                format(
                    "{\"$ref\":\"#/$defs/d0\",\"$defs\":{%s,\"d60\":{\"type\":\"string\"}}}"
                        .formatted(doubling)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("steps");
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
        "{\"enum\":[1e999999999]} | supported are those from 1e-300 to 1e300",
        "{\"minimum\":-1e400} | supported are those from 1e-300 to 1e300",
        "{\"minItems\":4294967297} | /minItems: 4294967297; a count is at most 2147483647",
        "{\"items\":{\"anyOf\":[{\"maxLength\":4294967296}]}} | /items/anyOf/0/maxLength:"
            + " 4294967296",
        "{\"pattern\":\"(?=a)\"} | RE2",
        "{\"pattern\":\"((a{999}){999}){9}\"} | repetitions written out",
      })
  void whatIsNoSchemaIsRefused(String schema, String message) {
    assertThatThrownBy(() -> format(schema))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }
}
