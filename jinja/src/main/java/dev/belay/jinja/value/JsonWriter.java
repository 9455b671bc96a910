package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Values as {@code json.dumps} writes them. */
public final class JsonWriter {

  /**
   * Layout of the text.
   *
   * @param indent what one level is indented by; empty text for line breaks alone
   * @param pretty whether there are lines at all
   */
  public record Layout(
      boolean asciiOnly,
      boolean pretty,
      String indent,
      String itemSeparator,
      String keySeparator,
      boolean sortKeys) {}

  private final Budget budget;
  private final Comparison comparison;
  private final Layout layout;
  private final BoundedText out;

  public JsonWriter(Budget budget, Comparison comparison, Layout layout) {
    this.budget = budget;
    this.comparison = comparison;
    this.layout = layout;
    this.out = new BoundedText(budget);
  }

  public String write(Object value) {
    value(value, 0);
    return out.toString();
  }

  private void value(Object value, int level) {
    budget.enter();
    budget.step();
    switch (value) {
      case None _ -> out.append("null");
      case Boolean truth -> out.append(truth ? "true" : "false");
      case Long number -> out.append(number.toString());
      case BigInteger number -> out.append(PythonText.digits(number));
      case Double number -> out.append(floatText(number));
      case String text -> string(text);
      case List<?> list -> array(list, level);
      case Tuple tuple -> array(tuple.items(), level);
      case Dict dict -> object(dict, level);
      default ->
          throw new JinjaException(
              "Object of type " + TypeNames.of(value) + " is not JSON serializable");
    }
    budget.leave();
  }

  private static String floatText(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return FloatText.repr(number);
  }

  private void array(List<?> items, int level) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    boolean first = true;
    for (Object item : items) {
      next(first, level + 1);
      value(item, level + 1);
      first = false;
    }
    close(level);
    out.append(']');
  }

  private void object(Dict dict, int level) {
    if (dict.size() == 0) {
      out.append("{}");
      return;
    }
    out.append('{');
    boolean first = true;
    for (Dict.Item item : ordered(dict)) {
      next(first, level + 1);
      string(key(item.key()));
      out.append(layout.keySeparator());
      value(item.value(), level + 1);
      first = false;
    }
    close(level);
    out.append('}');
  }

  private Collection<Dict.Item> ordered(Dict dict) {
    if (!layout.sortKeys()) {
      return dict.items();
    }
    List<Dict.Item> items = new ArrayList<>(dict.items());
    items.sort((a, b) -> comparison.order(a.key(), b.key()));
    return items;
  }

  private void next(boolean first, int level) {
    if (!first) {
      out.append(layout.itemSeparator());
    }
    line(level);
  }

  private void close(int level) {
    line(level);
  }

  private void line(int level) {
    if (layout.pretty()) {
      out.append('\n');
      for (int i = 0; i < level; i++) {
        out.append(layout.indent());
      }
    }
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case None _ -> "null";
      case Boolean truth -> truth ? "true" : "false";
      case Long number -> number.toString();
      case BigInteger number -> PythonText.digits(number);
      case Double number -> floatText(number);
      default ->
          throw new JinjaException(
              "keys must be str, int, float, bool or None, not " + TypeNames.of(key));
    };
  }

  private void string(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i), quoted);
    }
    out.append(quoted.append('"').toString());
  }

  private void character(char c, StringBuilder quoted) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case '\f' -> quoted.append("\\f");
      case '\b' -> quoted.append("\\b");
      default -> {
        if (c < 0x20 || (layout.asciiOnly() && c > 0x7e)) {
          quoted.append("\\u%04x".formatted((int) c));
        } else {
          quoted.append(c);
        }
      }
    }
  }
}
