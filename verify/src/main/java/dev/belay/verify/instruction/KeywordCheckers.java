package dev.belay.verify.instruction;

import dev.belay.verify.instruction.Arguments.Threshold;
import java.util.List;

/**
 * Words and letters that must stand in a text, or must not. Keywords are read as they are written:
 * IFEval takes them for regular expressions, which is the same for words, and for others, such as
 * "C++", an error or a surprise.
 */
final class KeywordCheckers {

  private KeywordCheckers() {}

  /** Every keyword stands somewhere, in either case, also as a part of words. */
  static Checker existence(Arguments arguments) {
    List<String> keywords = arguments.texts("keywords");
    return text -> keywords.stream().allMatch(keyword -> find(text, keyword, 0) >= 0);
  }

  /** A keyword stands so many times, in either case, also as a part of words. */
  static Checker frequency(Arguments arguments) {
    String keyword = arguments.text("keyword");
    Threshold threshold = arguments.threshold("frequency", "relation");
    return text -> {
      int count = 0;
      int at = find(text, keyword, 0);
      while (at >= 0) {
        count++;
        at = find(text, keyword, at + keyword.length());
      }
      return threshold.holds(count);
    };
  }

  /** No such word stands anywhere as a whole word, in either case. */
  static Checker forbiddenWords(Arguments arguments) {
    List<String> words = arguments.texts("forbidden_words");
    return text -> words.stream().noneMatch(word -> isWordOf(text, word));
  }

  /** A letter stands so many times, in either case. */
  static Checker letterFrequency(Arguments arguments) {
    String letter = PythonText.lower(arguments.text("letter"));
    arguments.require(
        letter.codePointCount(0, letter.length()) == 1,
        "\"letter\" must be one character, found \"" + letter + "\"");
    Threshold threshold = arguments.threshold("let_frequency", "let_relation");
    int wanted = letter.codePointAt(0);
    return text ->
        threshold.holds(PythonText.lower(text).codePoints().filter(c -> c == wanted).count());
  }

  private static boolean isWordOf(String text, String word) {
    for (int at = find(text, word, 0); at >= 0; at = find(text, word, at + 1)) {
      if (isEdge(text, at, word.codePointAt(0))
          && isEnd(text, at + word.length(), word.codePointBefore(word.length()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEdge(String text, int at, int first) {
    return !PythonText.isWord(first) || at == 0 || !PythonText.isWord(text.codePointBefore(at));
  }

  private static boolean isEnd(String text, int at, int last) {
    return !PythonText.isWord(last)
        || at == text.length()
        || !PythonText.isWord(text.codePointAt(at));
  }

  /** The first place at or after another where a word stands in either case; -1 without. */
  static int find(String text, String word, int from) {
    for (int at = from; at <= text.length() - word.length(); at++) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return at;
      }
    }
    return -1;
  }
}
