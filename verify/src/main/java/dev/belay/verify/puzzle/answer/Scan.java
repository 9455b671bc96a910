package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plain scanning of text: lines, sentences, words; each in one pass. */
public final class Scan {

  private static final String WRAPPERS = "*_`\"'\u201c\u201d\u2018\u2019\u00ab\u00bb$";
  private static final String STOPS = ".,;:!";
  private static final List<String> LATEX = List.of("\\text{", "\\mathrm{", "\\textbf{");

  private Scan() {}

  /** White space, of whatever width. */
  static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Without white space, quotes and emphasis round it, and without the stops that end it. */
  public static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (isSpace(text.charAt(from)) || WRAPPERS.indexOf(text.charAt(from)) >= 0)) {
      from++;
    }
    while (to > from && isTrailing(text.charAt(to - 1))) {
      to--;
    }
    return withoutLatex(text.substring(from, to));
  }

  private static boolean isTrailing(char c) {
    return isSpace(c) || WRAPPERS.indexOf(c) >= 0 || STOPS.indexOf(c) >= 0;
  }

  private static String withoutLatex(String text) {
    for (String command : LATEX) {
      if (text.startsWith(command) && text.endsWith("}")) {
        return trimmed(text.substring(command.length(), text.length() - 1));
      }
    }
    return text;
  }

  /** The lines that are not blank. */
  public static List<String> lines(String text) {
    return text.lines().filter(line -> !trimmed(line).isEmpty()).toList();
  }

  /** The sentences of a text, each with the mark that ends it; a line's end ends one too. */
  public static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean last = i + 1 == text.length() || isSpace(text.charAt(i + 1));
      if (c == '\n' || c == '\r' || (last && (c == '.' || c == '!' || c == '?'))) {
        add(text.substring(from, i + 1), sentences);
        from = i + 1;
      }
    }
    add(text.substring(from), sentences);
    return sentences;
  }

  private static void add(String sentence, List<String> into) {
    if (!trimmed(sentence).isEmpty()) {
      into.add(sentence.strip());
    }
  }

  /** The sentences that ask nothing. */
  static List<String> statements(String text) {
    return sentences(text).stream().filter(sentence -> !sentence.endsWith("?")).toList();
  }

  /**
   * A word or a number.
   *
   * @param text in lower case
   * @param from where it begins
   * @param to after its end
   */
  record Word(String text, int from, int to) {}

  /** Words in lower case, with apostrophes and hyphens in them; numbers with sign and fraction. */
  static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int to = wordEnd(text, i);
      if (to > i) {
        words.add(new Word(lower(text.substring(i, to)), i, to));
      }
      i = Math.max(to, i + 1);
    }
    return words;
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    boolean signed =
        (text.charAt(from) == '-' || text.charAt(from) == '\u2212')
            && (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
            && from + 1 < text.length()
            && isDigit(text.charAt(from + 1));
    if (signed) {
      i++;
    }
    while (i < text.length() && (isWordCharacter(text, i) || (i > from && isInvisible(text, i)))) {
      i++;
    }
    return i;
  }

  /** A reader sees one word where such characters stand in it. */
  private static boolean isInvisible(String text, int at) {
    return Character.getType(text.charAt(at)) == Character.FORMAT;
  }

  private static boolean isLetterOrDigit(String text, int at) {
    char c = text.charAt(at);
    if (Character.isLowSurrogate(c) && at > 0) {
      return Character.isLetterOrDigit(text.codePointAt(at - 1));
    }
    return Character.isLetterOrDigit(text.codePointAt(at));
  }

  private static boolean isWordCharacter(String text, int at) {
    char c = text.charAt(at);
    if (isLetterOrDigit(text, at)) {
      return true;
    }
    if (at == 0 || at + 1 >= text.length()) {
      return false;
    }
    char before = text.charAt(at - 1);
    char after = text.charAt(at + 1);
    return switch (c) {
      case '\'', '\u2019', '-' -> Character.isLetter(before) && Character.isLetter(after);
      case '.' -> isDigit(before) && isDigit(after);
      default -> false;
    };
  }

  /** In lower case, with one apostrophe and one minus. */
  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace('\u2212', '-');
  }
}
