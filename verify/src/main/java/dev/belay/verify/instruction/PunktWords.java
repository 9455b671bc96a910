package dev.belay.verify.instruction;

import java.util.ArrayList;
import java.util.List;

/** Words and marks as Punkt divides a text before it looks for the ends of sentences. */
final class PunktWords {

  private static final String ENDS_WORD = ")\";}]*:@'({[?!\u2018\u2019\u201c\u201d\u00ab\u00bb";
  private static final String BEGINS_NO_WORD = "(\"`{[:;&#*@)}]-,";

  private final String line;

  private PunktWords(String line) {
    this.line = line;
  }

  /** Whether a character stands in no word. */
  static boolean endsWord(char c) {
    return ENDS_WORD.indexOf(c) >= 0;
  }

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String line : PythonText.split(text, "\n")) {
      new PunktWords(line).divide(words);
    }
    return words;
  }

  private void divide(List<String> into) {
    int at = PythonText.skip(line, 0, PythonText::isSpace);
    while (at < line.length()) {
      int end = end(at);
      into.add(line.substring(at, end));
      at = PythonText.skip(line, end, PythonText::isSpace);
    }
  }

  private int end(int at) {
    int dots = at + dotsOrDashes(at);
    if (dots > at) {
      return dots;
    }
    int end = at + 1;
    if (BEGINS_NO_WORD.indexOf(line.charAt(at)) < 0) {
      while (!isOver(end) && !isLastComma(end)) {
        end++;
      }
    }
    return end;
  }

  private boolean isOver(int at) {
    return at == line.length()
        || PythonText.isSpace(line.charAt(at))
        || endsWord(line.charAt(at))
        || dotsOrDashes(at) > 0;
  }

  private boolean isLastComma(int at) {
    return line.charAt(at) == ',' && isOver(at + 1);
  }

  /** The length of "--", "..." or ". . ." at a place; 0 where there is none. */
  private int dotsOrDashes(int at) {
    char c = line.charAt(at);
    if ((c != '.' && c != '-') || at + 1 == line.length()) {
      return 0;
    }
    if (line.charAt(at + 1) == c) {
      return PythonText.skip(line, at, d -> d == c) - at;
    }
    return c == '.' ? spacedDots(at) : 0;
  }

  private int spacedDots(int at) {
    int end = at + 1;
    while (end + 1 < line.length()
        && PythonText.isSpace(line.charAt(end))
        && line.charAt(end + 1) == '.') {
      end += 2;
    }
    return end - at >= 5 ? end - at : 0;
  }
}
