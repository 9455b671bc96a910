package dev.belay.report.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Writes HTML that is well formed whatever is put into it: elements are closed in the order that
 * they were opened, text and the values of attributes are escaped and made visible.
 */
public final class Html {

  private static final int LONG_CELL = 36;

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; an attribute with the value {@code ""} stands alone
   */
  public Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the innermost element that is open. */
  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that has no content, such as {@code meta}. */
  public Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /** An element that holds text alone. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Text. */
  public Html text(String text) {
    escape(VisibleText.of(text));
    return this;
  }

  /** A line of the source, so that it can be read. */
  public Html line() {
    out.append('\n');
    return this;
  }

  /**
   * A script, a style or data, which HTML does not unescape.
   *
   * @throws IllegalArgumentException if the content would end the element
   */
  Html raw(String tag, String content, String... attributes) {
    String lower = content.toLowerCase(Locale.ROOT);
    if (lower.contains("</" + tag) || lower.contains("<!--")) {
      throw new IllegalArgumentException("the content of a " + tag + " would end it");
    }
    open(tag, attributes);
    out.append(content);
    return close();
  }

  /** What another has written, with all of its elements closed. */
  Html verbatim(Html other) {
    out.append(other.page());
    return this;
  }

  /** A table: a header row, then rows whose first cell is their header. */
  public Html table(String caption, List<String> header, List<List<String>> rows) {
    open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    open("table").element("caption", caption).open("thead").open("tr");
    header.forEach(cell -> element("th", cell, "scope", "col"));
    close().close().open("tbody");
    for (List<String> row : rows) {
      open("tr").element("th", row.getFirst(), "scope", "row");
      row.stream().skip(1).forEach(this::cell);
      close();
    }
    return close().close().close().line();
  }

  /** Numbers stay on their line, sentences may have several. */
  private void cell(String text) {
    if (text.length() > LONG_CELL) {
      element("td", text, "class", "long");
    } else {
      element("td", text);
    }
  }

  /** What was written; every element must have been closed. */
  public String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]);
      if (!attributes[i + 1].isEmpty()) {
        out.append("=\"");
        escape(VisibleText.of(attributes[i + 1]));
        out.append('"');
      }
    }
    out.append('>');
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
