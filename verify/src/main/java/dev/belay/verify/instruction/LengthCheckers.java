package dev.belay.verify.instruction;

import dev.belay.verify.instruction.Arguments.Threshold;
import java.util.List;

/** How many words, sentences and paragraphs a text has. */
final class LengthCheckers {

  private static final String DIVIDER = "***";
  private static final String ENDS_FIRST_WORD = ".,?!'\"";

  private LengthCheckers() {}

  static Checker words(Arguments arguments) {
    Threshold threshold = arguments.threshold("num_words", "relation");
    return text -> threshold.holds(PythonText.countWords(text));
  }

  static Checker sentences(Arguments arguments) {
    Threshold threshold = arguments.threshold("num_sentences", "relation");
    return text -> threshold.holds(PunktSentences.count(text));
  }

  /** Exactly so many paragraphs, divided by {@code ***}; a divider may begin or end the text. */
  static Checker paragraphs(Arguments arguments) {
    int wanted = arguments.count("num_paragraphs", 0);
    return text -> countDivided(text) == wanted;
  }

  /** How many paragraphs the divider makes; -1 where one between two dividers is blank. */
  private static int countDivided(String text) {
    int count = 0;
    int from = 0;
    while (true) {
      int at = text.indexOf(DIVIDER, from);
      int end = at < 0 ? text.length() : at;
      boolean blank = PythonText.isBlank(text.substring(from, end));
      if (blank && from > 0 && at >= 0) {
        return -1;
      }
      count += blank ? 0 : 1;
      if (at < 0) {
        return count;
      }
      from = at + DIVIDER.length();
    }
  }

  /** So many paragraphs, with an empty line between, one of which begins with a word. */
  static Checker nthParagraph(Arguments arguments) {
    int paragraphs = arguments.count("num_paragraphs", 1);
    int nth = arguments.count("nth_paragraph", 1);
    String firstWord = PythonText.lower(arguments.text("first_word"));
    arguments.require(
        nth <= paragraphs,
        "\"nth_paragraph\" must be at most \"num_paragraphs\", found %d of %d"
            .formatted(nth, paragraphs));
    return text -> {
      List<String> parts = PythonText.split(text, "\n\n");
      long written = parts.stream().filter(part -> !PythonText.isBlank(part)).count();
      return written == paragraphs
          && nth <= written
          && firstWord(parts.get(nth - 1)).equals(firstWord);
    };
  }

  /** Without quotation marks before it and what follows a mark in it; empty without words. */
  private static String firstWord(String paragraph) {
    List<String> words = PythonText.words(paragraph);
    if (words.isEmpty()) {
      return "";
    }
    String word = words.getFirst();
    int from = PythonText.skip(word, 0, c -> c == '\'');
    from = PythonText.skip(word, from, c -> c == '"');
    int to = PythonText.skip(word, from, c -> ENDS_FIRST_WORD.indexOf(c) < 0);
    return PythonText.lower(word.substring(from, to));
  }
}
