package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatTemplateKwargsTest {

  private static ChatTemplateKwargs parse(String... arguments) {
    return ChatTemplateKwargs.parse(List.of(arguments), "--chat-template-kwargs");
  }

  @Test
  void jsonAndPairs() {
    assertThat(parse("{\"enable_thinking\": false}", "reasoning_effort=low").toString())
        .isEqualTo("{\"enable_thinking\":false,\"reasoning_effort\":\"low\"}");
    assertThat(parse("enable_thinking=true").values()).containsEntry("enable_thinking", true);
    assertThat(parse().isEmpty()).isTrue();
  }

  @Test
  void theTemplateSeesThem() {
    ChatTemplate template =
        ChatTemplate.compile("{% if enable_thinking is false %}quiet{% else %}loud{% endif %}");
    Conversation asked = Conversation.of(List.of(ChatMessage.user("Hi")));
    assertThat(template.render(asked, true, Map.of()).text()).isEqualTo("loud");
    assertThat(template.render(asked.with(parse("enable_thinking=false")), true, Map.of()).text())
        .isEqualTo("quiet");
  }

  @Test
  void namesThatATemplateLacksAreKnown() {
    ChatTemplate template = ChatTemplate.compile("{# bb #}{{ a }} bb {{ 'bb' ~ a.bb }}");
    assertThat(parse("a=1", "bb=2").unknownTo(template)).containsExactly("bb");
  }

  @Test
  void whatWillNotDoIsSaid() {
    assertThatThrownBy(() -> parse("enable_thinking"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found enable_thinking, must be a JSON object");
    assertThatThrownBy(() -> parse("[1]")).hasMessageContaining("must be a JSON object");
    assertThatThrownBy(() -> parse("{\"a\": null}")).hasMessageContaining("a is null; must be");
    assertThatThrownBy(() -> parse("messages=[]")).hasMessageContaining("cannot be set");
    assertThatThrownBy(() -> parse("a=1", "a=2")).hasMessageContaining("a is given twice");
  }
}
