package dev.belay.core.error;

/** Text of strangers, fit for a terminal. */
public final class Printable {

  private Printable() {}

  /**
   * The text with what a terminal would obey instead of showing replaced by a blank: control
   * characters (line feeds and tabs are kept) and marks that turn the direction of writing.
   */
  public static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(isObeyed(c) ? ' ' : c);
    }
    return clean.toString();
  }

  /**
   * The text with what cannot be seen written out: control characters but the line feed, marks that
   * turn the direction of writing, characters without a width, halves of pairs. A backslash before
   * {@code u} is doubled, so that nobody can write what was written out.
   */
  public static String visible(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c != '\n' && isUnseen(c)) {
        seen.append(c > 0xFFFF ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
      } else {
        seen.append(c == '\\' && i < text.length() && text.charAt(i) == 'u' ? "\\" : "");
        seen.appendCodePoint(c);
      }
    }
    return seen.toString();
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Whether a terminal would obey it instead of showing it; line feeds and tabs count as shown. */
  public static boolean isObeyed(char c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u200E'
        || c == '\u200F'
        || c == '\u061C';
  }
}
