package dev.belay.core.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a text that are set as mathematics: {@code $…$}, {@code $$…$$}, {@code \(…\)},
 * {@code \[…\]} and displayed environments. A dollar sign before an amount of money begins none.
 */
final class MathRegions {
  /** A region is not looked for any further than this. */
  private static final int MAX_LENGTH = 2000;

  private static final List<String> ENVIRONMENTS =
      List.of("equation", "align", "gather", "multline", "displaymath", "math", "eqnarray");

  private final String text;
  private final List<Region> regions = new ArrayList<>();

  private MathRegions(String text) {
    this.text = text;
  }

  /**
   * A region.
   *
   * @param from where its opening sign begins
   * @param to after its closing sign
   * @param content what it holds
   */
  record Region(int from, int to, String content) {}

  /** The regions of a text in its order; they do not overlap. */
  static List<Region> of(String text) {
    MathRegions found = new MathRegions(text);
    int at = 0;
    while (at < text.length()) {
      at = found.next(at);
    }
    return List.copyOf(found.regions);
  }

  /** The region that a position lies in; null without one. */
  static @Nullable Region around(List<Region> regions, int position) {
    int low = 0;
    int high = regions.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Region region = regions.get(middle);
      if (position < region.from()) {
        high = middle - 1;
      } else if (position >= region.to()) {
        low = middle + 1;
      } else {
        return region;
      }
    }
    return null;
  }

  /** Takes what begins at a position, and says where to go on. */
  private int next(int at) {
    char c = text.charAt(at);
    if (c == '$') {
      boolean two = text.startsWith("$$", at);
      return two ? delimited(at, "$$", "$$", true) : delimited(at, "$", "$", false);
    }
    if (c != '\\') {
      return at + 1;
    }
    if (text.startsWith("\\(", at)) {
      return delimited(at, "\\(", "\\)", true);
    }
    if (text.startsWith("\\[", at)) {
      return delimited(at, "\\[", "\\]", true);
    }
    return text.startsWith("\\begin{", at) ? environment(at) : at + 2;
  }

  private int delimited(int at, String open, String close, boolean certain) {
    int from = at + open.length();
    int to = closing(from, close);
    if (to < 0 || (!certain && isMoney(from, to))) {
      return from;
    }
    add(at, from, to, to + close.length());
    return to + close.length();
  }

  private void add(int at, int from, int to, int end) {
    String content = text.substring(from, to);
    if (!content.isBlank()) {
      regions.add(new Region(at, end, content));
    }
  }

  /** Where the closing sign stands, on this side of an empty line; negative without one. */
  private int closing(int from, String close) {
    int last = Math.min(text.length(), from + MAX_LENGTH);
    for (int i = from; i < last; i++) {
      char c = text.charAt(i);
      if (text.startsWith(close, i)) {
        return i;
      }
      if (c == '\\') {
        i++;
      } else if (c == '\n' && i + 1 < last && text.charAt(i + 1) == '\n') {
        return -1;
      }
    }
    return -1;
  }

  /** {@code $5 and then $}: a number, and words before the next dollar sign. */
  private boolean isMoney(int from, int to) {
    if (from < to && !Character.isDigit(text.charAt(from))) {
      return false;
    }
    for (int i = from; i + 3 < to; i++) {
      boolean word =
          Character.isWhitespace(text.charAt(i))
              && Character.isLetter(text.charAt(i + 1))
              && Character.isLetter(text.charAt(i + 2))
              && Character.isLetter(text.charAt(i + 3));
      if (word) {
        return true;
      }
    }
    boolean amountFollows = to + 1 < text.length() && Character.isDigit(text.charAt(to + 1));
    return amountFollows && to > from && Character.isWhitespace(text.charAt(to - 1));
  }

  private int environment(int at) {
    int name = at + "\\begin{".length();
    for (String environment : ENVIRONMENTS) {
      for (String written : List.of(environment, environment + "*")) {
        if (text.startsWith(written + "}", name)) {
          int from = name + written.length() + 1;
          String close = "\\end{" + written + "}";
          int to = text.indexOf(close, from, Math.min(text.length(), from + MAX_LENGTH));
          if (to >= 0) {
            add(at, from, to, to + close.length());
            return to + close.length();
          }
        }
      }
    }
    return name;
  }
}
