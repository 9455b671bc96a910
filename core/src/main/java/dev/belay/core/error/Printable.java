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

  private static boolean isObeyed(char c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u200E'
        || c == '\u200F'
        || c == '\u061C';
  }
}
