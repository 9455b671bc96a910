package dev.belay.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SourceLine;
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

  /** Reference: the text of the same conversation in ChatML. */
  @Test
  void whatASampleAsksIsItsWholeConversation() {
    List<ChatMessage> earlier =
        List.of(ChatMessage.system("own"), ChatMessage.user("one"), ChatMessage.assistant("two"));
    SourceLine source = new SourceLine("f", 1);
    Problem problem =
        new Problem("1", earlier, "three", new Reference.Expression("3"), null, source, "");
    String text =
        """
        <|im_start|>system
        own<|im_end|>
        <|im_start|>user
        one<|im_end|>
        <|im_start|>assistant
        two<|im_end|>
        <|im_start|>user
        three<|im_end|>
        <|im_start|>assistant
        """;
    ChatPrompts prompts = ChatPrompts.of(model, Optional.of("the recipe's"));
    assertThat(decoded(prompts.prompt(problem))).isEqualTo(text);
    assertThat(
            decoded(prompts.prompt(new Instruction("1", earlier.subList(1, 3), "three", source))))
        .isEqualTo(text.replace("own", "the recipe's"));
    assertThat(decoded(prompts.prompt(problem.input().withoutSystemPrompt())))
        .isEqualTo(text.substring(text.indexOf("<|im_start|>user")));
    assertThat(prompts.prompt(new Instruction("1", "three", source)))
        .isEqualTo(prompts.prompt("three"));
  }

  @Test
  void aCompletionEndsWithTheEndOfTheTurn() {
    ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
    int[] tokens = prompts.completion(ChatInput.user("one"), "three");
    assertThat(decoded(tokens)).isEqualTo("three<|im_end|>");
    assertThat(model.eosTokenIds()).contains(tokens[tokens.length - 1]);
    assertThat(prompts.templateHash().orElseThrow()).matches("[0-9a-f]{64}");
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
