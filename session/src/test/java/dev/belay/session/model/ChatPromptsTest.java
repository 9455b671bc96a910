package dev.belay.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tiny model's ChatML template. */
class ChatPromptsTest {

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());

  @AfterEach
  void close() {
    model.close();
  }

  private String decoded(int[] tokens) {
    return model.tokenizer().decodeWithSpecialTokens(tokens);
  }

  @Test
  void aPromptEndsWhereTheAssistantBegins() {
    String text = decoded(ChatPrompts.of(model, Optional.empty()).prompt("one and two"));
    assertThat(text)
        .contains("<|im_start|>user\none and two<|im_end|>")
        .endsWith("<|im_start|>assistant\n");
  }

  @Test
  void aSystemPromptComesFirst() {
    String text = decoded(ChatPrompts.of(model, Optional.of("be brief")).prompt("one"));
    assertThat(text).contains("<|im_start|>system\nbe brief<|im_end|>");
    assertThat(text.indexOf("be brief")).isLessThan(text.indexOf("one"));
  }

  @Test
  void aCompletionEndsWithTheEndOfTheTurn() {
    ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
    int[] tokens = prompts.completion(ChatInput.user("one"), "three");
    assertThat(decoded(tokens)).isEqualTo("three<|im_end|>");
    assertThat(model.eosTokenIds()).contains(tokens[tokens.length - 1]);
    assertThat(prompts.templateHash()).matches("[0-9a-f]{64}");
  }

  @Test
  void aVariableThatTheTemplateNeverNamesIsRefused() {
    ChatTemplateKwargs kwargs =
        ChatTemplateKwargs.parse(List.of("enable_thinkng=false"), "--chat-template-kwargs");
    assertThatThrownBy(() -> ChatPrompts.of(model, Optional.empty(), TemplateSettings.of(kwargs)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no variable enable_thinkng");
    assertThat(ChatPrompts.of(model, Optional.empty()).opensReasoning()).isEmpty();
  }

  @Test
  void aModelWithoutATemplateIsRefused() {
    try (LanguageModel plain = LanguageModel.open(TinyModel.QWEN3.directory())) {
      assertThatThrownBy(() -> ChatPrompts.of(plain, Optional.empty()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no chat template");
    }
  }
}
