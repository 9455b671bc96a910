package dev.belay.core.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message of plain text. Messages with more (tool calls, reasoning, parts) are maps: see {@link
 * Conversation}.
 *
 * @param role {@code system}, {@code user}, {@code assistant}, {@code tool}
 */
public record ChatMessage(String role, String content) {

  public static ChatMessage system(String content) {
    return new ChatMessage("system", content);
  }

  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }

  public static ChatMessage assistant(String content) {
    return new ChatMessage("assistant", content);
  }

  /** The message as templates see it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("role", role);
    map.put("content", content);
    return map;
  }
}
