package dev.belay.core.recipe;

import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.error.BadInputException;
import java.util.Map;
import java.util.Objects;

/** Reads a mapping of names that the recipe does not know, each to plain data. */
final class KwargsReader {

  private KwargsReader() {}

  /** The mapping at a key; none when absent. */
  static ChatTemplateKwargs read(Section section, Key key) {
    YamlValue value = section.given(key, "mapping", "", "absent");
    if (value == null) {
      return ChatTemplateKwargs.NONE;
    }
    if (!(value instanceof YamlValue.Mapping given)) {
      section.issue(
          key.name(), "found " + value.describe() + ", must be a mapping, such as { key: value }.");
      return ChatTemplateKwargs.NONE;
    }
    try {
      Object plain = Objects.requireNonNull(YamlValue.plain(given));
      ChatTemplateKwargs kwargs = ChatTemplateKwargs.of((Map<?, ?>) plain, key.name());
      section.resolve(key, plain);
      return kwargs;
    } catch (BadInputException e) {
      e.issues().forEach(issue -> section.issue(key.name(), issue));
      return ChatTemplateKwargs.NONE;
    }
  }
}
