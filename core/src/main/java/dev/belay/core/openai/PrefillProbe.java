package dev.belay.core.openai;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether a server goes on with the beginning of a completion, or takes it for a finished
 * turn and begins another. The protocol does not say, and servers that do not know the fields for
 * it ignore them. The server's count of prompt tokens tells: a text costs as much in an unfinished
 * turn as it costs at the end of the user's, while a finished turn costs its end and the next one's
 * beginning besides.
 */
final class PrefillProbe {
  private static final String QUESTION = "Name a colour.";
  private static final String TEXT = " one two three four five";

  /** Tokens that joining texts may save or cost; a turn's end and beginning cost four or more. */
  private static final int TOLERANCE = 2;

  private PrefillProbe() {}

  /** Whether the server goes on with a prefill; three requests of one token each. */
  static boolean isSupported(ChatClient client, String model) {
    try {
      int plain = promptTokens(client, model, QUESTION, "");
      int longer = promptTokens(client, model, QUESTION + TEXT, "");
      int prefilled = promptTokens(client, model, QUESTION, TEXT.strip());
      boolean counted = plain > 0 && longer > plain && prefilled > plain;
      return counted && prefilled - plain <= longer - plain + TOLERANCE;
    } catch (BadInputException | UnansweredException e) {
      return false; // It refuses the fields.
    }
  }

  private static int promptTokens(
      ChatClient client, String model, String question, String prefill) {
    List<ChatMessage> messages = List.of(ChatMessage.user(question));
    ChatCall call = new ChatCall(model, messages, prefill, Sampling.greedy(1), 0, Map.of());
    // Some servers fail at fields that they do not know.
    return (prefill.isEmpty() ? client.chatBeside(call) : client.tryChat(call)).promptTokens();
  }
}
