package dev.belay.jinja.value;

/**
 * A string to be found in others, in time linear in both lengths whatever they hold: long ones by
 * Knuth, Morris and Pratt's table of borders.
 */
public final class Needle {

  /** So short ones are found by trying every place: that is linear too, and fast. */
  private static final int SHORT = 16;

  private final String needle;
  private final boolean backward;
  private final int[] borders;

  private Needle(String needle, boolean backward) {
    this.needle = needle;
    this.backward = backward;
    this.borders = needle.length() <= SHORT ? new int[0] : borders();
  }

  /** To be looked for from left to right. */
  public static Needle forward(String needle) {
    return new Needle(needle, false);
  }

  /** To be looked for from right to left. */
  public static Needle backward(String needle) {
    return new Needle(needle, true);
  }

  /**
   * The next place of the needle: forward the first that begins at {@code from} or after it,
   * backward the last that ends at {@code from} or before it; −1 where there is none.
   */
  public int next(String text, int from) {
    if (needle.length() <= SHORT) {
      return backward
          ? text.lastIndexOf(needle, from - needle.length())
          : text.indexOf(needle, from);
    }
    int matched = 0;
    int step = backward ? -1 : 1;
    for (int i = backward ? from - 1 : from; i >= 0 && i < text.length(); i += step) {
      char c = text.charAt(i);
      while (matched > 0 && at(matched) != c) {
        matched = borders[matched - 1];
      }
      matched += at(matched) == c ? 1 : 0;
      if (matched == needle.length()) {
        return backward ? i : i - needle.length() + 1;
      }
    }
    return -1;
  }

  /** For each beginning of the needle how long its longest border is. */
  private int[] borders() {
    int[] lengths = new int[needle.length()];
    int border = 0;
    for (int i = 1; i < lengths.length; i++) {
      while (border > 0 && at(border) != at(i)) {
        border = lengths[border - 1];
      }
      border += at(border) == at(i) ? 1 : 0;
      lengths[i] = border;
    }
    return lengths;
  }

  /** The needle's characters in the order in which they are met. */
  private char at(int i) {
    return needle.charAt(backward ? needle.length() - 1 - i : i);
  }
}
