package dev.belay.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.recipe.SftTokens;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationTokensTest {

  private static final Demonstration TWO_TURNS =
      new Demonstration(
          "1",
          List.of(ChatMessage.user("one"), ChatMessage.assistant("and two")),
          "three",
          "four and five",
          new SourceLine("turns.jsonl", 7));

  private static String whole(LanguageModel model, LearnedSequence sequence) {
    int[] prompt = sequence.tokens().promptTokenIds();
    int[] completion = sequence.tokens().completionTokenIds();
    int[] all = Arrays.copyOf(prompt, prompt.length + completion.length);
    System.arraycopy(completion, 0, all, prompt.length, completion.length);
    return model.tokenizer().decodeWithSpecialTokens(all);
  }

  private static String learned(LanguageModel model, LearnedSequence sequence) {
    int[] completion = sequence.tokens().completionTokenIds();
    return model
        .tokenizer()
        .decodeWithSpecialTokens(
            IntStream.range(0, completion.length)
                .filter(sequence::isLearned)
                .map(t -> completion[t])
                .toArray());
  }

  @Test
  void everyTurnOfTheAssistantIsLearnedWithItsEnd() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.of("brief"));
      LearnedSequence sequence = prompts.demonstration(TWO_TURNS, SftTokens.ASSISTANT);
      assertThat(whole(model, sequence))
          .isEqualTo(
              """
              <|im_start|>system
              brief<|im_end|>
              <|im_start|>user
              one<|im_end|>
              <|im_start|>assistant
              and two<|im_end|>
              <|im_start|>user
              three<|im_end|>
              <|im_start|>assistant
              four and five<|im_end|>\
              """);
      assertThat(learned(model, sequence)).isEqualTo("and two<|im_end|>four and five<|im_end|>");
      assertThat(sequence.tokens().promptTokenIds()).isEqualTo(prompts.prompt("one"));
    }
  }

  @Test
  void onlyTheLastTurnIsLearnedWhereTheCompletionIsAskedFor() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
      LearnedSequence every = prompts.demonstration(TWO_TURNS, SftTokens.ASSISTANT);
      LearnedSequence last = prompts.demonstration(TWO_TURNS, SftTokens.COMPLETION);
      assertThat(whole(model, last)).isEqualTo(whole(model, every));
      assertThat(learned(model, last)).isEqualTo("four and five<|im_end|>");
      assertThat(last.learned())
          .isEqualTo(prompts.completion(ChatInput.user("three"), "four and five").length);
    }
  }

  @Test
  void aSystemMessageOfTheConversationStandsForTheRecipes() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.of("brief"));
      Demonstration own =
          new Demonstration(
              "1",
              List.of(ChatMessage.system("own")),
              "one",
              "two",
              new SourceLine("turns.jsonl", 1));
      assertThat(whole(model, prompts.demonstration(own, SftTokens.ASSISTANT)))
          .startsWith("<|im_start|>system\nown<|im_end|>\n<|im_start|>user\none")
          .doesNotContain("brief");
    }
  }

  @Test
  void aSingleTurnIsWhatItAlwaysWas() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.of("brief"));
      Demonstration single = new Demonstration("1", "one", "two", new SourceLine("f", 1));
      LearnedSequence sequence = prompts.demonstration(single, SftTokens.ASSISTANT);
      assertThat(sequence.tokens().promptTokenIds()).isEqualTo(prompts.prompt("one"));
      assertThat(sequence.tokens().completionTokenIds())
          .isEqualTo(prompts.completion(ChatInput.user("one"), "two"));
      assertThat(sequence.learned())
          .isEqualTo(prompts.completion(ChatInput.user("one"), "two").length);
    }
  }

  /** As templates of reasoning models do, which drop the traces of earlier turns. */
  @Test
  void aTemplateThatRewritesEarlierTurnsIsRefusedOnlyForThem() throws IOException {
    Path directory = TinyModel.LLAMA.directory();
    Path template = directory.resolve("chat_template.jinja");
    Files.writeString(
        template,
        Files.readString(template).replace("message['content']", "message['content'][:3]"));
    try (LanguageModel model = LanguageModel.open(directory)) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
      assertThatThrownBy(() -> prompts.demonstration(TWO_TURNS, SftTokens.ASSISTANT))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("turns.jsonl:7")
          .hasMessageContaining("train.loss_on: completion");
      assertThat(learned(model, prompts.demonstration(TWO_TURNS, SftTokens.COMPLETION)))
          .isEqualTo("four and five<|im_end|>");
    }
  }
}
