package dev.belay.core.data;

import dev.belay.core.hash.Sha256;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a task is laid out for the model, before any chat template.
 *
 * @param name what it is called
 * @param version rises when the text changes
 * @param text with a {@code {name}} wherever a value goes
 */
public record PromptTemplate(String name, int version, String text) {

  /** The question as it stands. */
  public static final PromptTemplate QUESTION = new PromptTemplate("question", 1, "{question}");

  private static final Pattern SLOT = Pattern.compile("\\{([a-z_]+)}");

  /** SHA-256 of the text, in lower-case hexadecimal. */
  public String sha256() {
    return Sha256.of(text);
  }

  /** The text with its values; braces within values stay as they are. */
  public String fill(Map<String, String> values) {
    return SLOT.matcher(text)
        .replaceAll(
            slot -> {
              String value = values.get(slot.group(1));
              if (value == null) {
                throw new IllegalArgumentException(name + " needs a value for " + slot.group(1));
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
