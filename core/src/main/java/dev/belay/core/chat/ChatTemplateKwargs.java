package dev.belay.core.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Further variables of a chat template, such as {@code enable_thinking}: {@code
 * chat_template_kwargs} in recipes, on the command line, and in requests to servers.
 *
 * @param values plain data by name: Boolean, numbers, String, List and Map of such
 */
public record ChatTemplateKwargs(Map<String, Object> values) {

  /** None. */
  public static final ChatTemplateKwargs NONE = new ChatTemplateKwargs(Map.of());

  /** Variables that are no settings: they are what is rendered. */
  private static final Set<String> RESERVED = Set.of("messages", "add_generation_prompt");

  public ChatTemplateKwargs {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Of plain data, such as a recipe holds.
   *
   * @param place what they are called in errors
   * @throws BadInputException with every value that will not do
   */
  public static ChatTemplateKwargs of(Map<?, ?> given, String place) {
    return ofJson(Json.MAPPER.valueToTree(given), place);
  }

  private static ChatTemplateKwargs ofJson(JsonNode object, String place) {
    List<String> issues = new ArrayList<>();
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      Object value = ChatJson.data(entry.getValue());
      if (RESERVED.contains(name)) {
        issues.add(
            "%s: %s is what the template renders, and cannot be set.".formatted(place, name));
      } else if (value == null) {
        issues.add(
            "%s: %s is null; must be true or false, a number, a text, a list or a mapping."
                .formatted(place, name));
      } else {
        values.put(name, value);
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new ChatTemplateKwargs(values);
  }

  /**
   * Of a command line: JSON objects, and pairs {@code key=value} whose value is JSON or else text.
   *
   * @throws BadInputException with everything that is neither, and every name given twice
   */
  public static ChatTemplateKwargs parse(List<String> arguments, String option) {
    Map<String, Object> all = new TreeMap<>();
    List<String> issues = new ArrayList<>();
    for (String argument : arguments) {
      parse(argument, option)
          .values()
          .forEach(
              (name, value) -> {
                if (all.put(name, value) != null) {
                  issues.add("%s: %s is given twice.".formatted(option, name));
                }
              });
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new ChatTemplateKwargs(all);
  }

  private static ChatTemplateKwargs parse(String argument, String option) {
    int equals = argument.indexOf('=');
    if (!argument.strip().startsWith("{") && equals > 0) {
      String name = argument.substring(0, equals).strip();
      return ofJson(
          Json.MAPPER.createObjectNode().set(name, value(argument.substring(equals + 1))), option);
    }
    try {
      JsonNode node = Json.MAPPER.readTree(argument);
      if (node.isObject()) {
        return ofJson(node, option);
      }
    } catch (JsonProcessingException e) {
      // Said below, for every way of being wrong.
    }
    throw new BadInputException(
        "%s: found %s, must be a JSON object, such as {\"enable_thinking\": false}, or key=value."
            .formatted(option, argument));
  }

  private static JsonNode value(String text) {
    try {
      return Json.MAPPER.readTree(text.isBlank() ? "\"\"" : text);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.getNodeFactory().textNode(text);
    }
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** As a JSON object, its keys in order. */
  public JsonNode json() {
    return Json.MAPPER.valueToTree(values);
  }

  /** Those that a template never reads, which would change nothing. */
  public Collection<String> unknownTo(ChatTemplate template) {
    return values.keySet().stream().filter(name -> !template.readsVariable(name)).toList();
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
