package dev.belay.core.model;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A conversation that a model is ready to go on with.
 *
 * @param input the conversation
 * @param messages what is sent, a system message included, where a server applies the template;
 *     empty where the tokens are known
 * @param tokenIds what the model reads, shape {@code [T]}; empty where only a server knows it
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record ChatPrompt(ChatInput input, List<ChatMessage> messages, int[] tokenIds) {

  public ChatPrompt {
    messages = List.copyOf(messages);
  }

  /** A prompt whose tokens are known. */
  public static ChatPrompt ofTokens(ChatInput input, int[] tokenIds) {
    return new ChatPrompt(input, List.of(), tokenIds);
  }

  /** A prompt that a server turns into tokens. */
  public static ChatPrompt ofMessages(ChatInput input, List<ChatMessage> messages) {
    return new ChatPrompt(input, messages, new int[0]);
  }

  /** What the model reads as bytes, to be hashed: its tokens, or the messages it is sent. */
  public byte[] bytes() {
    if (messages.isEmpty()) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * tokenIds.length);
      bytes.asIntBuffer().put(tokenIds);
      return bytes.array();
    }
    StringBuilder text = new StringBuilder();
    for (ChatMessage message : messages) {
      append(text, message.role());
      append(text, message.content());
    }
    append(text, input.prefill());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** With its length, so that no two lists of texts give the same bytes. */
  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
