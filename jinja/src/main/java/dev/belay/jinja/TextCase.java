package dev.belay.jinja;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper and lower case as {@code str} has them. */
final class TextCase {

  private TextCase() {}

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The first character in title case, the others in lower case. */
  static String capitalize(String text) {
    if (text.isEmpty()) {
      return "";
    }
    int first = text.offsetByCodePoints(0, 1);
    return titled(text.substring(0, first)) + lower(text.substring(first));
  }

  /** Letters that follow no letter in title case, the others in lower case. */
  static String title(String text) {
    StringBuilder title = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      String letter = Character.toString(text.codePointAt(i));
      title.append(inWord ? lower(letter) : titled(letter));
      inWord = isCased(text.codePointAt(i));
      i += letter.length();
    }
    return title.toString();
  }

  private static String titled(String letter) {
    int codePoint = letter.codePointAt(0);
    int title = Character.toTitleCase(codePoint);
    // Only a letter without a title case of its own may become several, as ß becomes Ss.
    String upper = upper(letter);
    if (title == codePoint && upper.length() > letter.length()) {
      int first = upper.offsetByCodePoints(0, 1);
      return upper.substring(0, first) + lower(upper.substring(first));
    }
    return Character.toString(title);
  }

  static String swapped(String text) {
    StringBuilder swapped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              String letter = Character.toString(c);
              swapped.append(
                  Character.isUpperCase(c)
                      ? lower(letter)
                      : Character.isLowerCase(c) ? upper(letter) : letter);
            });
    return swapped.toString();
  }

  private static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }

  /** Whether there are cased letters and all are lower case. */
  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  /** Whether there are cased letters and all are upper case. */
  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  /** Whether upper case letters begin words and only those. */
  static boolean isTitle(String text) {
    boolean inWord = false;
    boolean any = false;
    for (int c : text.codePoints().toArray()) {
      boolean big = Character.isUpperCase(c) || Character.isTitleCase(c);
      boolean small = Character.isLowerCase(c);
      if ((big && inWord) || (small && !inWord)) {
        return false;
      }
      any |= big || small;
      inWord = big || small;
    }
    return any;
  }

  /** Whether there are characters and all are of a kind. */
  static boolean all(String text, IntPredicate kind) {
    return !text.isEmpty() && text.codePoints().allMatch(kind);
  }
}
