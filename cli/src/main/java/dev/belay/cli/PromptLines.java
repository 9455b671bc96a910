package dev.belay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.Conversation;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.model.LanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prompts of {@code belay generate}: JSON Lines of {@code {"id", "prompt" | "messages"}}. */
final class PromptLines {

  private PromptLines() {}

  /**
   * One prompt.
   *
   * @param origin file and line, for messages
   */
  record PromptLine(String id, List<ChatMessage> messages, String origin) {

    static PromptLine ofText(String id, String text) {
      return new PromptLine(id, List.of(ChatMessage.user(text)), "the prompt");
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException with every line that will not do
   */
  static List<PromptLine> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + ": no such file.");
    }
    List<PromptLine> lines = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    int number = 0;
    for (DataRow row : DataReader.readRecords(file)) {
      ObjectNode node = row.fields();
      number++;
      String origin = row.source().toString();
      Optional<List<ChatMessage>> messages = messages(node);
      if (messages.isPresent()) {
        lines.add(
            new PromptLine(
                node.path("id").asText(Integer.toString(number - 1)), messages.get(), origin));
      } else {
        issues.add(
            origin
                + ": needs \"prompt\" (text) or \"messages\" (a list of {\"role\", \"content\"}).");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return List.copyOf(lines);
  }

  private static Optional<List<ChatMessage>> messages(JsonNode node) {
    if (node.path("prompt").isTextual()) {
      return Optional.of(List.of(ChatMessage.user(node.path("prompt").asText())));
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : node.path("messages")) {
      if (!message.path("role").isTextual() || !message.path("content").isTextual()) {
        return Optional.empty();
      }
      messages.add(
          new ChatMessage(message.path("role").asText(), message.path("content").asText()));
    }
    return messages.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(messages));
  }

  /**
   * Turns prompts into token ids.
   *
   * @param raw whether the text of the last message is the prompt as it stands
   * @param system a system message put before messages that have none
   * @param kwargs further variables of the template
   */
  record Encoder(
      LanguageModel model, boolean raw, Optional<String> system, ChatTemplateKwargs kwargs) {

    List<int[]> encode(List<PromptLine> lines) {
      Optional<ChatTemplate> template =
          raw ? Optional.empty() : model.chatTemplate().map(ChatTemplate::compile);
      if (!raw && template.isEmpty()) {
        throw new BadInputException(
            model.directory()
                + ": the model has no chat template; use --raw to give it the text as it stands.");
      }
      if (raw && !kwargs.isEmpty()) {
        throw new BadInputException("--chat-template-kwargs: --raw uses no template; give one.");
      }
      model.chatTemplate().ifPresent(source -> ChatPrompts.requireKnown(model, source, kwargs));
      return lines.stream().map(line -> model.tokenizer().encode(text(line, template))).toList();
    }

    private String text(PromptLine line, Optional<ChatTemplate> template) {
      if (template.isEmpty()) {
        return line.messages().getLast().content();
      }
      List<ChatMessage> messages = new ArrayList<>(line.messages());
      if (system.isPresent() && !messages.getFirst().role().equals("system")) {
        messages.addFirst(ChatMessage.system(system.get()));
      }
      Conversation conversation = Conversation.of(messages).with(kwargs);
      return template.get().render(conversation, true, model.specialTokens()).text();
    }
  }
}
