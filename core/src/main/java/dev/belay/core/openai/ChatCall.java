package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.model.Sampling;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One completion wanted of a server.
 *
 * @param model the name that the server knows it by
 * @param messages the conversation; the server applies the template
 * @param prefill the beginning of the completion, to be gone on with; empty without
 * @param sampling the law; top-k and min-p are sent only when they are on, since the protocol
 *     proper does not know them
 * @param seed its lower 31 bits are sent
 * @param fields further fields of the request, as the user gives them; null leaves one out
 */
public record ChatCall(
    String model,
    List<ChatMessage> messages,
    String prefill,
    Sampling sampling,
    long seed,
    Map<String, JsonNode> fields) {

  public ChatCall {
    messages = List.copyOf(messages);
    fields = Collections.unmodifiableMap(new TreeMap<>(fields)); // In one order, whoever asks.
  }

  /** The body of the request. */
  ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model);
    ArrayNode array = body.putArray("messages");
    messages.forEach(message -> put(array, message));
    if (!prefill.isEmpty()) {
      put(array, ChatMessage.assistant(prefill));
      body.put("continue_final_message", true).put("add_generation_prompt", false);
    }
    body.put("temperature", sampling.temperature());
    body.put("top_p", sampling.topP());
    if (sampling.topK() > 0) {
      body.put("top_k", sampling.topK());
    }
    if (sampling.minP() > 0) {
      body.put("min_p", sampling.minP());
    }
    body.put("max_tokens", sampling.maxTokens());
    body.put("seed", seed & Integer.MAX_VALUE);
    if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(body.putArray("stop")::add);
    }
    body.put("stream", false);
    fields.forEach((field, value) -> setOrDrop(body, field, value));
    return body;
  }

  /** A field that is null is left out: servers refuse some that others need. */
  private static void setOrDrop(ObjectNode body, String field, JsonNode value) {
    if (value.isNull()) {
      body.remove(field);
    } else {
      body.set(field, value);
    }
  }

  private static void put(ArrayNode array, ChatMessage message) {
    array.addObject().put("role", message.role()).put("content", message.content());
  }
}
