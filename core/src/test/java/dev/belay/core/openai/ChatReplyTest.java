package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.openai.ChatReply.MalformedException;
import org.junit.jupiter.api.Test;

class ChatReplyTest {

  private static ChatReply ofContent(String content) throws MalformedException {
    return ChatReply.read(
        "{\"choices\":[{\"message\":{\"content\":%s},\"finish_reason\":\"stop\"}]}"
            .formatted(content));
  }

  @Test
  void whatAModelThoughtIsApartFromWhatItSays() throws MalformedException {
    String text = "{\"type\":\"text\",\"text\":\"I'm sorry.\"}";
    ChatReply parts =
        ofContent(
            "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Harmful? \"}]},"
                + "{\"type\":\"thinking\",\"thinking\":\"Yes.\",\"signature\":\"x\"},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"x\"},"
                + text
                + "]");
    assertThat(parts.text()).isEqualTo("I'm sorry.");
    assertThat(parts.reasoning()).isEqualTo("Harmful? Yes.");
    ChatReply summary =
        ofContent(
            "[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"No.\"}]},"
                + text
                + "]");
    assertThat(summary.reasoning()).isEqualTo("No.");
    ChatReply onlyThought = ofContent("[{\"type\":\"thinking\",\"thinking\":\"Hm\"}]");
    assertThat(onlyThought.text()).isEmpty();
    assertThat(onlyThought.reasoning()).isEqualTo("Hm");
  }

  @Test
  void partsThatAreNoTextAreLeftOutBesideText() throws MalformedException {
    String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:\"}}";
    assertThat(ofContent("[%s,{\"type\":\"text\",\"text\":\"Blue\"}]".formatted(picture)).text())
        .isEqualTo("Blue");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> ofContent("[" + picture + "]"))
        .withMessage("its answer has a part of the type \"image_url\", and none of text");
  }

  @Test
  void aFieldForTheTraceGoesBeforeParts() throws MalformedException {
    ChatReply reply =
        ChatReply.read(
            "{\"choices\":[{\"message\":{\"reasoning\":\"Whole.\",\"content\":[{\"type\":"
                + "\"thinking\",\"thinking\":\"Whole.\"},{\"type\":\"refusal\",\"refusal\":\"No.\"}]}}]}");
    assertThat(reply.reasoning()).isEqualTo("Whole.");
    assertThat(reply.text()).isEqualTo("No.");
  }
}
