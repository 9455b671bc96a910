package dev.belay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatJson;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.Conversation;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prompts of {@code belay generate}: JSON Lines of {@code {"id", "prompt" | "messages"}}, with
 * {@code tools}, {@code documents} and {@code chat_template_kwargs} where there are any. Nothing of
 * a line is dropped: what no prompt is made of is refused.
 */
final class PromptLines {

  private static final String MESSAGES = "messages";
  private static final String PROMPT = "prompt";
  private static final String ID = "id";
  private static final String KWARGS = "chat_template_kwargs";

  private static final Set<String> KEYS =
      Set.of(ID, PROMPT, MESSAGES, "tools", "documents", KWARGS);

  private PromptLines() {}

  /**
   * One prompt.
   *
   * @param origin file and line, for messages
   */
  record PromptLine(String id, Conversation conversation, String origin) {

    static PromptLine ofText(String id, String text) {
      return new PromptLine(id, Conversation.of(List.of(ChatMessage.user(text))), "the prompt");
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException with every line that will not do
   */
  static List<PromptLine> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "no such file.");
    }
    List<PromptLine> lines = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    int number = 0;
    for (DataRow row : DataReader.readRecords(file)) {
      String id = row.fields().path(ID).asText(Integer.toString(number++));
      String origin = row.source().toString();
      try {
        lines.add(new PromptLine(id, conversation(row.fields(), origin), origin));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return List.copyOf(lines);
  }

  private static Conversation conversation(ObjectNode node, String origin) {
    List<String> unknown =
        node.properties().stream()
            .filter(entry -> !KEYS.contains(entry.getKey()) && !entry.getValue().isNull())
            .map(Map.Entry::getKey)
            .toList();
    if (!unknown.isEmpty()) {
      throw new BadInputException(
          "%s: nothing is done with %s, so the line would not mean what it says; keys are id, prompt or messages, tools, documents and chat_template_kwargs. Drop the rest; settings of sampling are options of the command."
              .formatted(origin, String.join(", ", unknown)));
    }
    boolean text = node.path(PROMPT).isTextual();
    if (text == node.path(MESSAGES).isArray()) {
      throw new BadInputException(
          origin
              + ": needs \"prompt\" (text) or \"messages\" (a list of {\"role\", \"content\"}), one"
              + " of the two.");
    }
    ObjectNode whole = node.deepCopy();
    JsonNode kwargs = whole.remove(KWARGS);
    whole.remove(List.of(ID, PROMPT));
    if (text) {
      whole.putArray(MESSAGES).addObject().put("role", "user").set("content", node.path(PROMPT));
    }
    requireContents(whole.path(MESSAGES), origin);
    Conversation conversation = ChatJson.parse(whole.toString(), origin);
    return kwargs == null || kwargs.isNull()
        ? conversation
        : conversation.with(
            ChatTemplateKwargs.parse(List.of(kwargs.toString()), origin + ": " + KWARGS));
  }

  /** A message without content is one that calls tools. */
  private static void requireContents(JsonNode messages, String origin) {
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.path(i);
      JsonNode content = message.path("content");
      boolean calls = !message.path("tool_calls").isEmpty();
      if (!content.isTextual() && !content.isArray() && !calls) {
        throw new BadInputException("%s: messages[%d].content: needs a text.".formatted(origin, i));
      }
    }
  }
}
