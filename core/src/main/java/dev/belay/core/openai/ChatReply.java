package dev.belay.core.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.json.WellFormed;
import dev.belay.core.model.FinishReason;

/**
 * A completion as a server answers it.
 *
 * @param text what the model wrote
 * @param reasoning the trace that the server puts into a field of its own; empty without one
 * @param finishReason why it ended
 * @param promptTokens what it read, by the server's count; 0 when not stated
 * @param tokens what it wrote, by the server's count; 0 when not stated
 * @param model the id that the answer states; empty when it states none
 * @param fingerprint the server's own word for its state; empty when it has none
 */
public record ChatReply(
    String text,
    String reasoning,
    FinishReason finishReason,
    int promptTokens,
    int tokens,
    String model,
    String fingerprint) {

  /** An answer that is not what the protocol says. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Whether an answer has one. */
  static boolean isIn(HttpAnswer answer) {
    try {
      if (answer.isSuccess()) {
        read(answer.body());
      }
      return answer.isSuccess();
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Reads the body of an answer. */
  static ChatReply read(String body) throws MalformedException {
    JsonNode root = parse(body);
    JsonNode choice = root.path("choices").path(0);
    if (!choice.isObject()) {
      throw new MalformedException("its answer has no \"choices\"");
    }
    ContentParts parts = ContentParts.of(choice.path("message").path("content"));
    String reasoning = reasoning(choice.path("message"), parts);
    return new ChatReply(
        text(choice, parts, reasoning),
        reasoning,
        finishReason(choice.path("finish_reason")),
        count(root.path("usage").path("prompt_tokens")),
        count(root.path("usage").path("completion_tokens")),
        WellFormed.of(root.path("model").asText("")),
        WellFormed.of(root.path("system_fingerprint").asText("")));
  }

  static JsonNode parse(String body) throws MalformedException {
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      if (root.isObject()) {
        return root;
      }
      if (body.isBlank()) {
        throw new MalformedException("its answer is empty");
      }
      throw new MalformedException("its answer is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new MalformedException("its answer is not JSON: " + JsonErrors.words(e));
    }
  }

  /**
   * Under the name that vLLM and DeepSeek use, or the one of OpenRouter and Ollama; else in parts
   * of the content, as Mistral's models have it.
   */
  private static String reasoning(JsonNode message, ContentParts parts) {
    String content = message.path("reasoning_content").asText("");
    String field = content.isEmpty() ? message.path("reasoning").asText("") : content;
    return WellFormed.of(field.isEmpty() ? parts.reasoning() : field);
  }

  /**
   * The text, whole or in parts; or where the server puts a refusal into a field of its own, the
   * refusal. None after a trace that used up all tokens. What no encoding of Unicode can carry is
   * mended.
   */
  private static String text(JsonNode choice, ContentParts parts, String reasoning)
      throws MalformedException {
    JsonNode message = choice.path("message");
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return WellFormed.of(content.textValue());
    }
    if (parts.text().isPresent()) {
      return WellFormed.of(parts.text().get());
    }
    if (message.path("refusal").isTextual()) {
      return WellFormed.of(message.path("refusal").textValue());
    }
    if (!reasoning.isEmpty()) {
      return "";
    }
    if (parts.other().isPresent()) {
      throw new MalformedException(
          "its answer has a part of the type \"%s\", and none of text"
              .formatted(parts.other().get()));
    }
    throw new MalformedException(
        isLength(choice.path("finish_reason"))
            ? "its answer has no text in \"choices[0].message.content\": the tokens were used up"
            : "its answer has no text in \"choices[0].message.content\"");
  }

  private static boolean isLength(JsonNode reason) {
    return reason.asText("").equals("length") || reason.asText("").equals("max_tokens");
  }

  private static FinishReason finishReason(JsonNode node) throws MalformedException {
    return switch (node.asText("")) {
      case "stop", "eos", "eos_token", "end_turn", "", "null" -> FinishReason.EOS;
      case "stop_sequence", "content_filter" -> FinishReason.STOP;
      case "length", "max_tokens" -> FinishReason.LENGTH;
      default ->
          throw new MalformedException(
              "its answer ends for an unknown reason: finish_reason " + node);
    };
  }

  private static int count(JsonNode node) {
    return node.canConvertToInt() && node.intValue() > 0 ? node.intValue() : 0;
  }
}
