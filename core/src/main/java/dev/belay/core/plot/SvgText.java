package dev.belay.core.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The text of an SVG document under construction. */
final class SvgText {

  private final StringBuilder text = new StringBuilder();

  /** A line of markup in which the values stand for the places marked {}, in order. */
  void line(String template, Object... values) {
    int from = 0;
    for (Object value : values) {
      int place = template.indexOf("{}", from);
      text.append(template, from, place).append(value);
      from = place + 2;
    }
    text.append(template, from, template.length()).append('\n');
  }

  /** An element with text in it, which is escaped. */
  void element(String name, String attributes, String content) {
    text.append('<').append(name);
    if (!attributes.isEmpty()) {
      text.append(' ').append(attributes);
    }
    text.append('>').append(escaped(content)).append("</").append(name).append(">\n");
  }

  /** A place with two decimals at most. */
  static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Text in which nothing is markup; control characters, which XML cannot hold, are left out. */
  static String escaped(String content) {
    StringBuilder safe = new StringBuilder();
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t', '\r' -> safe.append(' ');
                default -> {
                  if (inXml(c)) {
                    safe.appendCodePoint(c);
                  }
                }
              }
            });
    return safe.toString();
  }

  private static boolean inXml(int c) {
    return c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
