package dev.belay.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import dev.belay.jinja.value.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
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
        .forEach(item -> variables.put(item.getKey(), data(item.getValue())));
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
      return JinjaTemplate.parse(template)
          .render(variables, Limits.DEFAULT, Clock.systemUTC())
          .text();
    } catch (JinjaException e) {
      assertThat(e.line()).isPositive();
      return "an error";
    }
  }

  /** Plain data of a JSON value, as templates take it. */
  private static @Nullable Object data(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(item -> map.put(item.getKey(), data(item.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(item -> list.add(data(item)));
        yield list;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() ? Numbers.normal(node.bigIntegerValue()) : node.doubleValue();
      default -> null;
    };
  }
}
