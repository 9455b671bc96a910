package dev.belay.core.chat;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a chat template renders: messages, and further variables such as {@code tools}.
 *
 * @param messages plain data in the order of the conversation; at least one
 * @param variables further variables of the template, by name
 */
public record Conversation(
    List<Map<String, @Nullable Object>> messages, Map<String, @Nullable Object> variables) {

  private static final List<String> REASONING =
      List.of("reasoning_content", "thinking", "reasoning");

  private static final Set<String> PLAIN_KEYS = Set.of("role", "content");

  public static Conversation of(List<ChatMessage> messages) {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (ChatMessage message : messages) {
      maps.add(new LinkedHashMap<>(message.toMap()));
    }
    return new Conversation(maps, Map.of());
  }

  /** Whether tools are given with it. */
  public boolean hasTools() {
    return variables.get("tools") != null;
  }

  /** The same after a system message, unless it has one. */
  public Conversation withSystem(String content) {
    if (!messages.isEmpty() && "system".equals(messages.getFirst().get("role"))) {
      return this;
    }
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    all.add(new LinkedHashMap<>(ChatMessage.system(content).toMap()));
    all.addAll(messages);
    return new Conversation(all, variables);
  }

  /**
   * What of it a template never reads, and so would drop without a word: variables, and keys of
   * messages beside role and content.
   */
  public Collection<String> unreadBy(ChatTemplate template) {
    SequencedSet<String> unread = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> message : messages) {
      message.forEach(
          (key, value) -> {
            boolean read =
                REASONING.contains(key)
                    ? REASONING.stream().anyMatch(template::readsKey)
                    : template.readsKey(key);
            if (value != null && !PLAIN_KEYS.contains(key) && !read) {
              unread.add("messages." + key);
            }
          });
    }
    variables.forEach(
        (key, value) -> {
          if (value != null && !template.readsVariable(key)) {
            unread.add(key);
          }
        });
    return unread;
  }

  /** The same with further variables. */
  public Conversation with(ChatTemplateKwargs kwargs) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
    all.putAll(kwargs.values());
    return new Conversation(messages, all);
  }

  /**
   * The variables that {@code transformers} gives a template for this conversation: keys of
   * messages without value are left out, reasoning goes by its other names too, {@code tools} and
   * {@code documents} are always there.
   */
  Map<String, @Nullable Object> templateVariables(
      boolean addGenerationPrompt, Map<String, String> specialTokens) {
    if (messages.isEmpty()) {
      throw new BadInputException(
          "A chat template cannot render an empty conversation; give at least one message.");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.putAll(specialTokens);
    all.put("tools", null);
    all.put("documents", null);
    all.putAll(variables);
    all.put("messages", messages.stream().map(Conversation::complete).toList());
    all.put("add_generation_prompt", addGenerationPrompt);
    return all;
  }

  private static Map<String, @Nullable Object> complete(Map<String, @Nullable Object> message) {
    Map<String, @Nullable Object> present = new LinkedHashMap<>();
    Optional<Object> reasoning =
        REASONING.stream().flatMap(key -> Stream.ofNullable(message.get(key))).findFirst();
    reasoning.ifPresent(value -> present.put("thinking", value));
    message.forEach(
        (key, value) -> {
          if (value != null) {
            present.put(key, value);
          }
        });
    reasoning.ifPresent(value -> present.put("reasoning_content", value));
    return present;
  }
}
