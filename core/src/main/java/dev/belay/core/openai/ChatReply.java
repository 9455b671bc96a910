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
    String reasoning = reasoning(choice.path("message"));
    return new ChatReply(
        text(choice, reasoning),
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
      throw new MalformedException("its answer is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new MalformedException("its answer is not JSON: " + JsonErrors.words(e));
    }
  }

  /** Under the name that vLLM and DeepSeek use, or the one of OpenRouter and Ollama. */
  private static String reasoning(JsonNode message) {
    String content = message.path("reasoning_content").asText("");
    return WellFormed.of(
        content.isEmpty() && message.path("reasoning").isTextual()
            ? message.path("reasoning").textValue()
            : content);
  }

  /**
   * The text, whole or in parts; or where the server puts a refusal into a field of its own, the
   * refusal. None after a trace that used up all tokens. What no encoding of Unicode can carry is
   * mended.
   */
  private static String text(JsonNode choice, String reasoning) throws MalformedException {
    JsonNode message = choice.path("message");
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return WellFormed.of(content.textValue());
    }
    if (content.isArray() && !content.isEmpty()) {
      return WellFormed.of(joined(content));
    }
    if (message.path("refusal").isTextual()) {
      return WellFormed.of(message.path("refusal").textValue());
    }
    if (!reasoning.isEmpty()) {
      return "";
    }
    throw new MalformedException(
        isLength(choice.path("finish_reason"))
            ? "its answer has no text in \"choices[0].message.content\": the tokens were used up"
            : "its answer has no text in \"choices[0].message.content\"");
  }

  /** Parts of text are put together; a part of another kind is none that could be judged. */
  private static String joined(JsonNode parts) throws MalformedException {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts) {
      JsonNode said =
          part.path(part.path("type").asText("").equals("refusal") ? "refusal" : "text");
      if (!said.isTextual()) {
        throw new MalformedException(
            "its answer has a part of the type " + part.path("type") + ", which is no text");
      }
      text.append(said.textValue());
    }
    return text.toString();
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
