package dev.belay.core.verify;

import dev.belay.core.data.NormalizedText;
import java.util.Arrays;

/**
 * The question said back. What stands in it was not answered, be it the right option or the number
 * that the answer happens to be.
 */
final class Echo {

  /** Of the letters and digits of a question; fewer may well stand in an answer. */
  private static final int SHORTEST_QUESTION = 20;

  /** A piece of a question with fewer characters may be an answer too. */
  private static final int SHORTEST_PIECE = 40;

  private static final int LONGEST_QUESTION = 20_000;

  private Echo() {}

  /** Whether a text of some length is nothing but a piece of the question. */
  static boolean isPieceOf(String question, String text) {
    return text.strip().length() >= SHORTEST_PIECE
        && text.length() <= question.length() + SHORTEST_PIECE
        && NormalizedText.of(question).contains(NormalizedText.of(text));
  }

  /**
   * The text with blanks where it says the whole question back: the same letters and digits in the
   * same order, whatever stands between them.
   */
  static String without(String question, String text) {
    if (question.length() > LONGEST_QUESTION || question.length() < SHORTEST_QUESTION) {
      return text;
    }
    String asked = new Letters(question).letters;
    if (asked.length() < SHORTEST_QUESTION) {
      return text;
    }
    Letters said = new Letters(text);
    StringBuilder kept = new StringBuilder(text);
    for (int at = said.letters.indexOf(asked); at >= 0; at = said.letters.indexOf(asked, at)) {
      int end = at + asked.length();
      int from = said.places[at];
      int to = said.places[end - 1] + 1;
      if (isApart(text, from - 1) && isApart(text, to)) {
        blank(kept, from, to);
      }
      at = end;
    }
    return kept.toString();
  }

  private static boolean isApart(String text, int at) {
    return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  /** Letters and digits of a text in lower case, and where they stand. */
  private static final class Letters {
    private final String letters;
    private final int[] places;

    Letters(String text) {
      StringBuilder found = new StringBuilder();
      int[] at = new int[text.length()];
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isLetterOrDigit(c)) {
          at[found.length()] = i;
          found.append(Character.toLowerCase(c));
        }
      }
      this.letters = found.toString();
      this.places = Arrays.copyOf(at, found.length());
    }
  }
}
