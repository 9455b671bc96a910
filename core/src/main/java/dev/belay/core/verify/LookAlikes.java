package dev.belay.core.verify;

import org.jspecify.annotations.Nullable;

/**
 * What a text says to a reader who does not see code points: digits of other scripts are digits,
 * what is invisible is not there, and a capital O after a digit is a nought. Else a completion
 * could say "72" to a program and "720" to a person.
 */
final class LookAlikes {

  /** Latin, Greek and Cyrillic. */
  private static final String NOUGHTS = "O\u039F\u041E\u043E\u03BF";

  private LookAlikes() {}

  /** The text as it is read. */
  static String resolved(String text) {
    StringBuilder resolved = null;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int size = Character.charCount(point);
      int shown = shown(text, i, point, resolved);
      if (resolved == null && shown != point) {
        resolved = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (resolved != null && shown >= 0) {
        resolved.appendCodePoint(shown);
      }
      i += size;
    }
    return resolved == null ? text : resolved.toString();
  }

  /** The code point that a reader takes it for; -1 for nothing. */
  private static int shown(String text, int at, int point, @Nullable StringBuilder before) {
    if (Character.getType(point) == Character.FORMAT) {
      return -1;
    }
    if (point > 0x7F && Character.isDigit(point)) {
      return '0' + Character.digit(point, 10);
    }
    boolean nought = NOUGHTS.indexOf(point) >= 0 && isDigitBefore(text, at, before);
    int next = at + Character.charCount(point);
    boolean inWord = next < text.length() && Character.isLetter(text.codePointAt(next));
    return nought && !inWord ? '0' : point;
  }

  private static boolean isDigitBefore(String text, int at, @Nullable StringBuilder before) {
    char last =
        before != null
            ? before.isEmpty() ? ' ' : before.charAt(before.length() - 1)
            : at == 0 ? ' ' : text.charAt(at - 1);
    return last >= '0' && last <= '9';
  }
}
