package dev.belay.verify.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Characters and strings as Python's {@code str} and {@code re} have them, in which IFEval is
 * written: what is white space, a character of a word, upper case. Java's own notions differ, such
 * as for no-break spaces, or for the vowel signs of Hindi, which end a word in Python.
 */
final class PythonText {

  private PythonText() {}

  /** White space, as {@code str.isspace} and {@code \s} say. */
  static boolean isSpace(int c) {
    return (c >= 0x09 && c <= 0x0D)
        || (c >= 0x1C && c <= 0x1F)
        || c == 0x85
        || Character.isSpaceChar(c);
  }

  /**
   * A character of a word, as {@code \w} of {@code re} says: letters and numbers of any script,
   * underscores, but no vowel signs that stand apart.
   */
  static boolean isWord(int c) {
    return c == '_'
        || Character.isLetter(c)
        || switch (Character.getType(c)) {
          case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }

  /** Without white space at both ends. */
  static String strip(String text) {
    return strip(text, PythonText::isSpace);
  }

  /** Without the characters of a kind at both ends. */
  static String strip(String text, IntPredicate kind) {
    int from = skip(text, 0, kind);
    int to = text.length();
    while (to > from && kind.test(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The first place at or after another that has no character of a kind. */
  static int skip(String text, int from, IntPredicate kind) {
    int at = from;
    while (at < text.length() && kind.test(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static boolean isBlank(String text) {
    return skip(text, 0, PythonText::isSpace) == text.length();
  }

  /** What stands between white space. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = skip(text, 0, PythonText::isSpace);
    while (at < text.length()) {
      int end = skip(text, at, c -> !isSpace(c));
      words.add(text.substring(at, end));
      at = skip(text, end, PythonText::isSpace);
    }
    return words;
  }

  /** What stands between separators, from left to right; empty parts are parts. */
  static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether it has letters with a case, all of them capitals. */
  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  /** Whether it has letters with a case, all of them small. */
  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  /**
   * A character of a word as Unicode has it (UTS 18), which NLTK's tokenizers follow since 3.10:
   * vowel signs are parts of words.
   */
  private static boolean isWordOfUnicode(int c) {
    return Character.isAlphabetic(c)
        || c == 0x200C
        || c == 0x200D
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.CONNECTOR_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  /** How many words there are. */
  static int countWords(String text) {
    int count = 0;
    boolean inside = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      boolean word = isWordOfUnicode(c);
      if (word && !inside) {
        count++;
      }
      inside = word;
      at += Character.charCount(c);
    }
    return count;
  }
}
