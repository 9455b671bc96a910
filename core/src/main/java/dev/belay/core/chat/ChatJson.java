package dev.belay.core.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.text.TextFile;
import dev.belay.jinja.value.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in JSON: a list of messages, or an object with {@code messages} whose further keys
 * ({@code tools}, {@code documents}, …) become variables of the template. Whole numbers stay whole,
 * whatever their size; others are floats.
 */
public final class ChatJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ChatJson() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException with all that is wrong in it
   */
  public static Conversation read(Path file) {
    return parse(TextFile.read(file), file.toString());
  }

  /**
   * Reads a text.
   *
   * @param source what the text is called in errors
   */
  public static Conversation parse(String json, String source) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new BadInputException(
          "%s:%d: not JSON: %s".formatted(source, line, JsonErrors.words(e)), e);
    }
    return conversation(root, source);
  }

  private static Conversation conversation(JsonNode root, String source) {
    JsonNode messages = root.isObject() ? root.path("messages") : root;
    if (!messages.isArray() || messages.isEmpty()) {
      throw new BadInputException(
          source
              + ": needs a list of messages, or an object whose key \"messages\" is such a list,"
              + " with at least one message.");
    }
    List<String> issues = new ArrayList<>();
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      if (!message.isObject()) {
        issues.add("%s: messages[%d]: needs an object with a role.".formatted(source, i));
      } else if (!message.path("role").isTextual()) {
        issues.add("%s: messages[%d].role: needs a string.".formatted(source, i));
      } else {
        all.add(map(message));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    Map<String, @Nullable Object> variables = root.isObject() ? map(root) : new LinkedHashMap<>();
    variables.remove("messages");
    return new Conversation(all, variables);
  }

  private static Map<String, @Nullable Object> map(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.properties().forEach(item -> map.put(item.getKey(), data(item.getValue())));
    return map;
  }

  /** Plain data of a JSON value, as templates take it. */
  public static @Nullable Object data(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(node);
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
