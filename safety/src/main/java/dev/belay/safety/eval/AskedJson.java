package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a suite's line that say what the model was asked: {@code prompt_tokens} always;
 * {@code query}, {@code messages}, {@code system_prompt}, {@code prefill} and {@code raw} only
 * where it was not simply the request.
 */
public final class AskedJson {
  /** The text of the one message stood for itself: no chat template. */
  private static final String RAW = "raw";

  private AskedJson() {}

  static void put(ObjectNode line, SuitePrompt prompt, Asked asked) {
    line.put("prompt_tokens", asked.tokens());
    if (!asked.query().isEmpty()) {
      line.put("query", asked.query());
    }
    put(line, ChatInput.user(prompt.prompt()).turns(), asked.input());
  }

  /**
   * What the model was asked, as far as it was more than the turns alone.
   *
   * @param turns of the prompt, without any attack
   */
  public static void put(ObjectNode line, List<ChatMessage> turns, ChatInput input) {
    if (!input.turns().equals(turns)) {
      ArrayNode messages = line.putArray("messages");
      for (ChatMessage turn : input.turns()) {
        messages.addObject().put("role", turn.role()).put("content", turn.content());
      }
    }
    if (input.systemPrompt() == ChatInput.SystemPrompt.REMOVED) {
      line.put("system_prompt", "removed");
    }
    if (!input.prefill().isEmpty()) {
      line.put("prefill", input.prefill());
    }
    if (input.isRaw()) {
      line.put(RAW, true);
    }
  }

  static Asked read(JsonNode line, SuitePrompt prompt, String where) {
    List<ChatMessage> turns = turns(line, prompt, where);
    ChatInput input =
        line.path(RAW).asBoolean() && turns.size() == 1
            ? ChatInput.raw(turns.getFirst().content())
            : new ChatInput(turns, systemPrompt(line), "");
    if (line.has("prefill")) {
      input = input.withPrefill(EvalRecordJson.text(line, "prefill", where));
    }
    JsonNode tokens = line.get("prompt_tokens");
    return new Asked(
        input,
        tokens == null ? 0 : EvalRecordJson.integer(tokens, "prompt_tokens", where),
        line.has("query") ? EvalRecordJson.text(line, "query", where) : "");
  }

  private static ChatInput.SystemPrompt systemPrompt(JsonNode line) {
    return line.path("system_prompt").asText("").equals("removed")
        ? ChatInput.SystemPrompt.REMOVED
        : ChatInput.SystemPrompt.KEPT;
  }

  private static List<ChatMessage> turns(JsonNode line, SuitePrompt prompt, String where) {
    if (!line.has("messages")) {
      return ChatInput.user(prompt.prompt()).turns();
    }
    List<ChatMessage> turns = new ArrayList<>();
    for (JsonNode turn : EvalRecordJson.array(line, "messages", where)) {
      turns.add(
          new ChatMessage(
              EvalRecordJson.text(turn, "role", where),
              EvalRecordJson.text(turn, "content", where)));
    }
    if (turns.isEmpty() || !turns.getLast().role().equals("user")) {
      throw new BadInputException(where + ": messages must end with the user's");
    }
    return turns;
  }
}
