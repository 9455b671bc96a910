package dev.belay.torch.chat;

import dev.belay.core.error.BadInputException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model's chat templates. Most have one; others keep several by name, such as {@code tool_use}
 * for conversations with tools.
 *
 * @param place where they were found, for errors
 * @param sources their text by name; a template alone is the one named {@code default}
 */
public record ChatTemplates(String place, Map<String, String> sources) {

  /** The name of the template that is used when nothing else is asked for. */
  public static final String DEFAULT = "default";

  private static final String TOOLS = "tool_use";

  public ChatTemplates {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
  }

  /**
   * The template of a conversation, chosen as {@code transformers} does: by name if one is given,
   * else the one for tools where there are tools and such a template, else the default.
   *
   * @param name what the user asked for
   * @return empty if the model has no template at all and none was asked for
   * @throws BadInputException if there is none of that name, or several and no default
   */
  public Optional<String> select(Optional<String> name, boolean tools) {
    if (name.isPresent()) {
      String found = sources.get(name.get());
      if (found == null) {
        throw new BadInputException(
            "%s: has no chat template named \"%s\"; it has %s."
                .formatted(place, name.get(), names()));
      }
      return Optional.of(found);
    }
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    String found = tools && sources.containsKey(TOOLS) ? sources.get(TOOLS) : sources.get(DEFAULT);
    if (found == null) {
      throw new BadInputException(
          "%s: has no chat template named default, but %s. Choose one by its name (model.chat_template, --chat-template)."
              .formatted(place, names()));
    }
    return Optional.of(found);
  }

  private String names() {
    return sources.isEmpty() ? "none" : String.join(", ", sources.keySet());
  }
}
