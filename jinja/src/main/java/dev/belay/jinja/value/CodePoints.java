package dev.belay.jinja.value;

/**
 * Strings by code point, as Python counts. Java counts UTF-16 units; the two differ where a
 * character lies beyond the basic plane.
 */
public final class CodePoints {

  private CodePoints() {}

  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Where in the Java string a code point begins. */
  public static int offset(String text, int codePointIndex) {
    return text.offsetByCodePoints(0, codePointIndex);
  }

  /** The code point index of a place in the Java string. */
  public static int index(String text, int offset) {
    return text.codePointCount(0, offset);
  }

  public static String substring(String text, int from, int to) {
    int begin = offset(text, from);
    return text.substring(begin, text.offsetByCodePoints(begin, to - from));
  }

  /** White space as {@code str.isspace} and {@code str.strip} see it. */
  public static boolean isSpace(int codePoint) {
    return (codePoint >= 0x09 && codePoint <= 0x0d)
        || (codePoint >= 0x1c && codePoint <= 0x20)
        || codePoint == 0x85
        || codePoint == 0xa0
        || codePoint == 0x1680
        || (codePoint >= 0x2000 && codePoint <= 0x200a)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0x202f
        || codePoint == 0x205f
        || codePoint == 0x3000;
  }

  /** Characters that {@code repr} shows as they are. */
  public static boolean isPrintable(int codePoint) {
    return codePoint == ' '
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
