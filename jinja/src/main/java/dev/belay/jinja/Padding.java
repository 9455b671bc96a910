package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;

/** Strings filled up to a width in code points. */
final class Padding {

  private Padding() {}

  private static int missing(RenderContext context, String text, int width) {
    int missing = width - CodePoints.length(text);
    context.budget().text(missing <= 0 ? 0 : width);
    return Math.max(0, missing);
  }

  static String fill(BoundArguments a) {
    String fill = a.text(1, " ");
    if (CodePoints.length(fill) != 1) {
      throw new JinjaException("The fill character must be exactly one character long");
    }
    return fill;
  }

  static String left(RenderContext context, String text, int width, String fill) {
    return text + fill.repeat(missing(context, text, width));
  }

  static String right(RenderContext context, String text, int width, String fill) {
    return fill.repeat(missing(context, text, width)) + text;
  }

  /** As Python centres: an odd rest goes left when the width is odd. */
  static String center(RenderContext context, String text, int width, String fill) {
    int missing = missing(context, text, width);
    int left = missing / 2 + (missing & width & 1);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  /** Zeros after the sign. */
  static String zeros(RenderContext context, String text, int width) {
    int missing = missing(context, text, width);
    int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
  }

  /** Tabs to spaces, up to the next multiple of the tab size in each line. */
  static String expandTabs(RenderContext context, String text, int size) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        int spaces = size > 0 ? size - column % size : 0;
        context.budget().text((long) out.length() + spaces);
        out.append(" ".repeat(spaces));
        column += spaces;
      } else {
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + (Character.isLowSurrogate(c) ? 0 : 1);
      }
    }
    return out.toString();
  }
}
