package dev.belay.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Text that UTF-8 can hold. */
public final class WellFormed {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /**
   * The text with every surrogate that has no partner replaced by U+FFFD, as decoders of UTF-8
   * replace what is broken. JSON can spell such halves of characters; files cannot hold them.
   */
  public static String of(String text) {
    int at = 0;
    while (at < text.length() && !isLone(text, at)) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (; at < text.length(); at++) {
      if (isLone(text, at)) {
        mended.setCharAt(at, REPLACEMENT);
      }
    }
    return mended.toString();
  }

  /** Mends every text in a tree of objects and arrays, in place. */
  public static void mend(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(mended(field.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, mended(array.get(i)));
      }
    }
  }

  private static JsonNode mended(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(of(value.textValue()));
    }
    mend(value);
    return value;
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
