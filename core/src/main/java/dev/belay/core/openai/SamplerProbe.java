package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out by requests of one token which fields one server takes. Some servers answer 500 to a
 * field that they do not know; what they fail at three times while they answer without it is
 * refused.
 */
final class SamplerProbe {
  private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("Name a colour."));

  private final ChatClient server;
  private final String model;
  private final Sampling oneToken;
  private final Map<String, JsonNode> asked;

  /**
   * A probe of one server.
   *
   * @param law that completions will be drawn from
   * @param asked fields that every request has
   */
  SamplerProbe(ChatClient server, String model, Sampling law, Map<String, JsonNode> asked) {
    this.server = server;
    this.model = model;
    this.oneToken =
        new Sampling(law.temperature(), law.topK(), law.topP(), law.minP(), 1, List.of());
    this.asked = asked;
  }

  /**
   * What the server takes.
   *
   * @throws BadInputException when it fails at the fields asked for, and not without them
   */
  SamplerSettings ask() {
    return SamplerSettings.probed(this::takes, asked);
  }

  private boolean takes(SortedMap<String, JsonNode> unasked) {
    try {
      if (!unasked.isEmpty() || !asked.isEmpty()) {
        return server.triesToTake(call(unasked, asked));
      }
    } catch (UnansweredException e) {
      if (!unasked.isEmpty()) {
        return false;
      }
      refuseFields(e.reason());
    }
    return server.takes(call(Map.of(), asked)); // It fails at everything: that may pass.
  }

  private void refuseFields(String reason) {
    if (takesOnly(Map.of()) && !takesOnly(asked)) { // Again: it may have been out of order.
      List<String> guilty =
          asked.entrySet().stream()
              .filter(field -> !takesOnly(Map.of(field.getKey(), field.getValue())))
              .map(Map.Entry::getKey)
              .toList();
      throw new BadInputException(
          "%s: fails at requests with %s, and not without (%s). Leave out that --server-field, or --chat-template-kwargs."
              .formatted(
                  server.settings().url(),
                  String.join(", ", guilty.isEmpty() ? asked.keySet() : guilty),
                  reason));
    }
  }

  private boolean takesOnly(Map<String, JsonNode> fields) {
    try {
      return server.triesToTake(call(Map.of(), fields));
    } catch (UnansweredException e) {
      return false;
    }
  }

  private ChatCall call(Map<String, JsonNode> unasked, Map<String, JsonNode> fields) {
    Map<String, JsonNode> all = new TreeMap<>(unasked);
    all.putAll(fields);
    return new ChatCall(model, QUESTION, "", oneToken, 0, all);
  }
}
