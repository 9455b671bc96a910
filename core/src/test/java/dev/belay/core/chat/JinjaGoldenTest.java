package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small templates against what {@code transformers}' Jinja environment makes of them: {@code
 * render_jinja_cases.py} wrote the goldens.
 */
class JinjaGoldenTest {

  private static final JsonNode GOLDENS = goldens();

  private static JsonNode goldens() {
    try (InputStream in = JinjaGoldenTest.class.getResourceAsStream("jinja-goldens.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "literals",
        "operators",
        "lookups",
        "methods",
        "filters",
        "tests",
        "statements",
        "whitespace"
      })
  void rendersAsTransformersDoes(String group) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    GOLDENS
        .get("variables")
        .properties()
        .forEach(item -> variables.put(item.getKey(), ChatJson.data(item.getValue())));
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (JsonNode golden : GOLDENS.get("cases")) {
      if (golden.get("group").asText().equals(group)) {
        String template = golden.get("template").asText();
        expected.add(template + " => " + golden.path("text").asText("an error"));
        found.add(template + " => " + render(template, variables));
      }
    }
    assertThat(found).isNotEmpty().containsExactlyElementsOf(expected);
  }

  private static String render(String template, Map<String, @Nullable Object> variables) {
    try {
      return ChatTemplate.compile(template).render(variables).text();
    } catch (BadInputException e) {
      assertThat(e).hasMessageStartingWith("The chat template");
      return "an error";
    }
  }
}
