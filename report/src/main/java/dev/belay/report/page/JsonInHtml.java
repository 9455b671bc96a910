package dev.belay.report.page;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON that can stand in a script element: nothing in it can end the element or begin a comment,
 * and every character survives UTF-8 and any editor. Parsing gives the same strings again.
 */
final class JsonInHtml {

  private JsonInHtml() {}

  static String of(JsonNode node) {
    return escaped(node.toString());
  }

  /** What is escaped stands only in strings of JSON, where an escape means the same. */
  static String escaped(String json) {
    StringBuilder safe = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (pair) {
        safe.append(c).append(json.charAt(++i));
      } else if (c == '<' || c == '>' || c == '&' || VisibleText.isInvisible(c)) {
        safe.append("\\u%04x".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}
