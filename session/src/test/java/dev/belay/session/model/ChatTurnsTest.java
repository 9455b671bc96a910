package dev.belay.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatJson;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates as models have them, and what the assistant's turns are by them. */
class ChatTurnsTest {

  private static final int END_OF_TEXT = 0;
  private static final int END_OF_TURN = 2;

  private static final String CHATML =
      "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}"
          + "<|im_end|>\n{% endfor %}"
          + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

  private final Path directory = TinyModel.LLAMA.directory();

  private void template(String source) throws IOException {
    Files.writeString(directory.resolve("chat_template.jinja"), source);
  }

  private void ends(String ids) throws IOException {
    Files.writeString(
        directory.resolve("generation_config.json"), "{\"eos_token_id\": " + ids + "}");
    Path config = directory.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceAll("\"eos_token_id\": ?\\d+", "\"eos_token_id\": null"));
  }

  private static ChatPrompts prompts(LanguageModel model) {
    return ChatPrompts.of(model, Optional.empty());
  }

  private static int[] completion(LanguageModel model, String text) {
    return prompts(model).completion(ChatInput.user("Hi"), text);
  }

  private static String decoded(LanguageModel model, int[] ids) {
    return model.tokenizer().decodeWithSpecialTokens(ids);
  }

  /** The other end stands in a branch that no plain conversation takes. */
  @Test
  void theEndIsWhatTheTemplateWritesNotWhatItNames() throws IOException {
    ends("[0, 2]");
    template(
        CHATML.replace(
            "<|im_end|>",
            "{% if builtin_tools is defined %}<|endoftext|>{% else %}<|im_end|>{% endif %}"));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(completion(model, "Yes.")).endsWith(END_OF_TURN);
      assertThat(prompts(model).endIds()).containsExactly(END_OF_TEXT, END_OF_TURN);
    }
  }

  @Test
  void anEndOfTurnThatNoFileNamesEndsCompletionsToo() throws IOException {
    ends("0");
    Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(model.eosTokenIds()).containsExactly(END_OF_TEXT, END_OF_TURN);
      assertThat(completion(model, "Yes.")).endsWith(END_OF_TURN);
    }
  }

  @Test
  void theTokenizersOwnEndIsOneWhateverTheTemplateWrites() throws IOException {
    ends("0");
    template("{% for m in messages %}{{ m['content'] }}\n{% endfor %}");
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(model.eosTokenIds()).containsExactly(END_OF_TEXT, END_OF_TURN);
      assertThat(completion(model, "Yes.")).endsWith(END_OF_TURN);
    }
  }

  /** As Cohere's do: of markers in a row the one that files name is the end. */
  @Test
  void ofMarkersInARowTheOneThatFilesNameEnds() throws IOException {
    ends("2");
    template(CHATML.replace("<|im_end|>", "<|endoftext|><|im_end|>"));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(completion(model, "Yes.")).endsWith(END_OF_TEXT, END_OF_TURN);
    }
  }

  /** A text's end behind the last turn's is not the turn's. */
  @Test
  void whatFollowsTheEndOfTheTurnIsNotPartOfIt() throws IOException {
    ends("[0, 2]");
    template(CHATML + "{% if not add_generation_prompt %}<|endoftext|>{% endif %}");
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(decoded(model, completion(model, "Yes."))).isEqualTo("Yes.<|im_end|>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{{ m['content'] | trim }}; \"  Yes. \"; \"Yes.<|im_end|>\"",
        "{{ m['content'] }}; \"  Yes. \"; \"  Yes. <|im_end|>\"",
        "{{ m['content'] }}; \"\"; \"<|im_end|>\"",
        "{% if m.role == 'assistant' %}<think></think>{% endif %}{{ m['content'] }}; Yes.;"
            + " <think></think>Yes.<|im_end|>",
        "{{ m['content'].split('</think>')[-1] }}; a</think>b; a</think>b<|im_end|>",
        "{{ ' ' + m['content'] + ' ' }}; Yes.; \" Yes. <|im_end|>\"",
      })
  void aTurnIsWhatTheTemplateMakesOfItUnlessItDropsPart(String content, String message, String turn)
      throws IOException {
    template(CHATML.replace("{{ m['content'] }}", content));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(decoded(model, completion(model, message))).isEqualTo(turn);
    }
  }

  /** Reference: the ids of the whole conversation, in one piece. */
  @Test
  void aTokenizerThatBeginsTextsWithASpacePutsNoneIntoTheMiddle() throws IOException {
    PrefixSpace.writeInto(directory);
    template(
        """
        {% for m in messages %}<|{{ m['role'] }}|>
        {{ m['content'] }}{{ eos_token }}
        {% endfor %}{% if add_generation_prompt %}<|assistant|>
        {% endif %}\
        """);
    try (LanguageModel model = LanguageModel.open(directory)) {
      ChatPrompts prompts = prompts(model);
      int[] prompt = prompts.prompt("Hi");
      int[] completion = completion(model, "Yes, yes");
      int[] whole = model.tokenizer().encode("<|user|>\nHi</s>\n<|assistant|>\nYes, yes</s>");
      assertThat(joined(prompt, completion)).isEqualTo(whole);
      assertThat(model.tokenizer().encode("Yes")).isNotEqualTo(Arrays.copyOf(completion, 1));
      assertThat(prompts.beginning("Hi", "Yes")).isEqualTo(Arrays.copyOf(completion, 1));
      assertThat(prompts.warnings()).singleElement().asString().contains("<|user|>, <|assistant|>");
    }
  }

  @Test
  void allTurnsOfAConversationHaveTheIdsOfTheWhole() throws IOException {
    PrefixSpace.writeInto(directory);
    template("{% for m in messages %}[{{ m['content'] }}]{{ eos_token }}{% endfor %}");
    Demonstration two =
        new Demonstration(
            "1",
            List.of(ChatMessage.user("one"), ChatMessage.assistant("Yes")),
            "two",
            "Yes, no",
            new SourceLine("f", 1));
    try (LanguageModel model = LanguageModel.open(directory)) {
      LearnedSequence sequence = prompts(model).demonstration(two, SftTokens.ASSISTANT);
      assertThat(joined(sequence.tokens().promptTokenIds(), sequence.tokens().completionTokenIds()))
          .isEqualTo(model.tokenizer().encode("[one]</s>[Yes]</s>[two]</s>[Yes, no]</s>"));
    }
  }

  /** As Qwen 3's does: an empty trace stands before the last answer only. */
  @Test
  void anEmptyTraceOfTheLastTurnAloneIsLearnedThereAlone() throws IOException {
    template(
        CHATML.replace(
            "{{ m['content'] }}",
            "{% if m.role == 'assistant' and loop.last %}<think></think>{% endif %}"
                + "{{ m['content'] }}"));
    Demonstration two =
        new Demonstration(
            "1",
            List.of(ChatMessage.user("one"), ChatMessage.assistant("and")),
            "two",
            "three",
            new SourceLine("f", 1));
    try (LanguageModel model = LanguageModel.open(directory)) {
      LearnedSequence sequence = prompts(model).demonstration(two, SftTokens.ASSISTANT);
      int[] ids = sequence.tokens().completionTokenIds();
      int[] learned =
          IntStream.range(0, ids.length).filter(sequence::isLearned).map(t -> ids[t]).toArray();
      assertThat(decoded(model, learned)).isEqualTo("and<|im_end|><think></think>three<|im_end|>");
    }
  }

  @Test
  void anEndThatIsNoTokenIsSaid() throws IOException {
    template(CHATML.replace("<|im_end|>", "<|turn_over|>"));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(prompts(model).warnings())
          .anyMatch(line -> line.contains("ends a turn with \"<|turn_over|>\", which is no token"))
          .anyMatch(line -> line.contains("writes <|turn_over|>, and the tokenizer cuts it"));
      assertThat(completion(model, "Yes.")).endsWith(END_OF_TURN);
    }
    template(CHATML);
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(prompts(model).warnings()).isEmpty();
    }
  }

  @Test
  void aTemplateIsChosenByNameOrByTools() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("additional_chat_templates"));
    Files.writeString(folder.resolve("tool_use.jinja"), "{{ tools | tojson }}" + CHATML);
    Files.writeString(folder.resolve("short.jinja"), "{{ messages[0].content }}<|im_end|>");
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(decoded(model, of(model, "short", false).prompt("Hi"))).isEqualTo("Hi<|im_end|>");
      ChatPrompts tools = ChatPrompts.of(model, Optional.empty(), TemplateSettings.PLAIN, true);
      assertThat(
              decoded(
                  model,
                  tools.prompt(
                      ChatJson.parse(
                          "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"tools\":[1]}",
                          "test"))))
          .startsWith("[1]<|im_start|>user\nHi");
      assertThatThrownBy(() -> of(model, "long", false))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no chat template named \"long\"; it has default, short, tool_use");
    }
  }

  private static ChatPrompts of(LanguageModel model, String name, boolean tools) {
    return ChatPrompts.of(
        model,
        Optional.empty(),
        new TemplateSettings(Optional.of(name), ChatTemplateKwargs.NONE, Optional.empty()),
        tools);
  }

  @Test
  void whatATemplateNeverReadsIsRefused() {
    try (LanguageModel model = LanguageModel.open(directory)) {
      ChatPrompts prompts = prompts(model);
      assertThatThrownBy(
              () ->
                  prompts.prompt(
                      ChatJson.parse(
                          "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\",\"name\":\"Al\"}],"
                              + "\"tools\":[{}]}",
                          "test")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("never reads messages.name, tools");
    }
  }

  @Test
  void allPromptsHaveOneTime() throws IOException {
    template("{{ strftime_now('%d %b %Y %H:%M') }}" + CHATML);
    TemplateSettings at =
        TemplateSettings.PLAIN.at(Optional.of(TemplateTime.parse("2026-11-27T23:59", "test")));
    try (LanguageModel model = LanguageModel.open(directory)) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.empty(), at);
      assertThat(decoded(model, prompts.prompt("Hi"))).startsWith("27 Nov 2026 23:59<|im_start|>");
      assertThat(prompts.time()).isPresent();
      assertThat(prompts(model).time()).contains(TemplateTime.ofThisProcess());
    }
    template(CHATML);
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(ChatPrompts.of(model, Optional.empty(), at).time()).isEmpty();
    }
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
