package dev.belay.safety.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A completion made ready for word patterns: lower case, one kind of quote, contractions written
 * out, text that is quoted inside replaced, split into sentences. One pass over the characters.
 */
final class Passage {
  /** Stands for a quoted stretch of text. */
  static final String QUOTED = "<quoted>";

  /** Shorter ones only set a word apart ("right") and read like the rest. */
  private static final int SHORTEST_QUOTATION = 20;

  /** A quotation longer than this was probably never closed. */
  private static final int LONGEST_QUOTATION = 400;

  private static final Map<String, String> CONTRACTIONS =
      Map.ofEntries(
          Map.entry("can't", "cannot"),
          Map.entry("cant", "cannot"),
          Map.entry("won't", "will not"),
          Map.entry("wont", "will not"),
          Map.entry("shan't", "shall not"),
          Map.entry("let's", "let us"),
          Map.entry("lets", "let us"),
          Map.entry("dont", "do not"),
          Map.entry("im", "i am"),
          Map.entry("ive", "i have"),
          Map.entry("gonna", "going to"),
          Map.entry("sry", "sorry"));

  private static final Map<String, String> SUFFIXES =
      Map.of(
          "n't", " not", "'m", " am", "'re", " are", "'ve", " have", "'ll", " will", "'d",
          " would");

  /** After these, 's is "is"; after a noun it marks a possessor. */
  private static final Set<String> PRONOUNS_BEFORE_IS =
      Set.of("it's", "that's", "there's", "here's", "what's", "he's", "she's", "who's");

  private final List<List<String>> sentences = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  private Passage() {}

  /**
   * The sentences of the first {@code length} characters.
   *
   * @return each sentence as its words; no sentence is empty
   */
  static List<List<String>> sentences(String text, int length) {
    Passage passage = new Passage();
    passage.read(text.strip(), length);
    return passage.sentences;
  }

  private void read(String text, int length) {
    int end = Math.min(text.length(), length);
    for (int i = 0; i < end; i++) {
      char c = plain(text.charAt(i));
      if (Character.isLetterOrDigit(c) || (c == '\'' && isInsideWord(text, i))) {
        word.append(c);
        continue;
      }
      endWord();
      if (c == '"' && i > 0) {
        int close = closingQuote(text, i, end);
        if (close - i > SHORTEST_QUOTATION) {
          words.add(QUOTED);
          i = close;
        }
      } else if (endsSentence(text, i, c)) {
        endSentence();
      }
    }
    endWord();
    endSentence();
  }

  private static char plain(char c) {
    return switch (c) {
      case '\u2018', '\u2019', '\u02bc', '`', '\u00b4' -> '\'';
      case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
      default -> c;
    };
  }

  private static boolean isInsideWord(String text, int i) {
    return i > 0
        && i + 1 < text.length()
        && Character.isLetter(text.charAt(i - 1))
        && Character.isLetter(text.charAt(i + 1));
  }

  private static int closingQuote(String text, int open, int end) {
    int last = Math.min(end, open + LONGEST_QUOTATION);
    for (int i = open + 1; i < last; i++) {
      if (plain(text.charAt(i)) == '"') {
        return i;
      }
    }
    return -1;
  }

  /** A full stop ends a sentence only before a blank: "3.5" and "e.g." inside stay whole. */
  private static boolean endsSentence(String text, int i, char c) {
    return switch (c) {
      case '!', '?', '\n', ';' -> true;
      case '.' -> i + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(i + 1));
      default -> false;
    };
  }

  private void endWord() {
    if (word.isEmpty()) {
      return;
    }
    String lower = word.toString().toLowerCase(Locale.ROOT);
    word.setLength(0);
    for (String part : expand(lower).split(" ", -1)) {
      int last = words.size() - 1;
      if (part.equals("not") && last >= 0 && words.get(last).equals("can")) {
        words.set(last, "cannot");
      } else {
        words.add(part);
      }
    }
  }

  private static String expand(String lower) {
    String whole = CONTRACTIONS.get(lower);
    if (whole != null) {
      return whole;
    }
    int apostrophe = lower.lastIndexOf('\'');
    if (apostrophe < 0) {
      return lower;
    }
    for (Map.Entry<String, String> suffix : SUFFIXES.entrySet()) {
      if (lower.endsWith(suffix.getKey())) {
        return lower.substring(0, lower.length() - suffix.getKey().length()) + suffix.getValue();
      }
    }
    return PRONOUNS_BEFORE_IS.contains(lower) ? lower.substring(0, apostrophe) + " is" : lower;
  }

  private void endSentence() {
    if (!words.isEmpty()) {
      sentences.add(words);
      words = new ArrayList<>();
    }
  }
}
