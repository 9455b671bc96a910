package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.Printable;
import dev.belay.core.model.Sampling;
import java.util.List;
import java.util.Map;

/**
 * What a server answers to one fixed question, to tell whether two servers have one model: the name
 * that they give it says nothing of its weights.
 *
 * @param model that the answer states; empty without
 * @param promptTokens by the server's count; 0 when not stated
 * @param text the first tokens, greedy; or why there are none
 */
record Likeness(String model, int promptTokens, String text) {
  private static final String QUESTION = "Write a sentence about the sea and a boat.";
  private static final int TOKENS = 16;

  /**
   * Asks a server.
   *
   * @param fields of every request
   */
  static Likeness of(ChatClient server, String model, Map<String, JsonNode> fields) {
    List<ChatMessage> question = List.of(ChatMessage.user(QUESTION));
    try {
      ChatReply reply =
          server.tryChat(new ChatCall(model, question, "", Sampling.greedy(TOKENS), 0, fields));
      String text = reply.reasoning() + reply.text();
      return new Likeness(
          reply.model(), reply.promptTokens(), Printable.of(text).replaceAll("\\s+", " "));
    } catch (UnansweredException e) {
      return new Likeness("", 0, "no answer: " + e.reason());
    }
  }

  /** What differs, in a few words; empty when nothing does. */
  String difference(Likeness other) {
    if (!model.equals(other.model)) {
      return "their answers state the models %s and %s".formatted(model, other.model);
    }
    if (promptTokens != other.promptTokens) {
      return "the same prompt is %d and %d tokens".formatted(promptTokens, other.promptTokens);
    }
    return text.equals(other.text)
        ? ""
        : "to the same question they answer \"%s\" and \"%s\"".formatted(text, other.text);
  }

  /** As a file has it. */
  static Likeness read(JsonNode facts) {
    return new Likeness(
        facts.path("model").asText(""),
        facts.path("prompt_tokens").asInt(),
        facts.path("text").asText(""));
  }

  /** As files have it. */
  Map<String, Object> facts() {
    return Map.of("model", model, "prompt_tokens", promptTokens, "text", text);
  }
}
