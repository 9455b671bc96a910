package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations put together from earlier turns and what goes on with them. */
class ChatInputTest {

  private static final ChatMessage MANNERS = ChatMessage.system("Be brief.");
  private static final List<ChatMessage> EARLIER =
      List.of(MANNERS, ChatMessage.user("Hello"), ChatMessage.assistant("Hi"));

  @Test
  void earlierTurnsComeFirstAndTheRestStays() {
    ChatInput input = ChatInput.user("Bread?").withPrefill("Sure,").withoutSystemPrompt();
    assertThat(input.after(List.of())).isEqualTo(input);
    ChatInput after = input.after(EARLIER);
    assertThat(after.turns())
        .containsExactly(
            MANNERS,
            ChatMessage.user("Hello"),
            ChatMessage.assistant("Hi"),
            ChatMessage.user("Bread?"));
    assertThat(after.prefill()).isEqualTo("Sure,");
    assertThat(after.systemPrompt()).isEqualTo(ChatInput.SystemPrompt.REMOVED);
  }

  @Test
  void aSystemMessageOfItsOwnTakesThePlaceOfTheEarlierOne() {
    ChatMessage own = ChatMessage.system("You are a baker.");
    ChatInput input =
        new ChatInput(List.of(own, ChatMessage.user("Bread?")), ChatInput.SystemPrompt.KEPT, "");
    assertThat(input.after(EARLIER).turns())
        .containsExactly(
            own,
            ChatMessage.user("Hello"),
            ChatMessage.assistant("Hi"),
            ChatMessage.user("Bread?"));
  }
}
