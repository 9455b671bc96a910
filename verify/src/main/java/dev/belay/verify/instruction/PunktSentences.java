package dev.belay.verify.instruction;

import java.util.ArrayList;
import java.util.List;

/**
 * How many sentences a text has, as the Punkt algorithm divides it (Kiss and Strunk 2006,
 * Unsupervised Multilingual Sentence Boundary Detection) and NLTK puts it to work: {@link
 * PunktContext} says where a sentence ends; quotation marks and brackets that close after its mark
 * belong to it. A line's end ends none.
 */
final class PunktSentences {

  private static final String ENDS = ".?!";
  private static final String CLOSERS = "\"')]}\u2018\u2019\u201c\u201d\u00ab\u00bb";

  private final String text;

  private PunktSentences(String text) {
    this.text = text;
  }

  static int count(String text) {
    PunktSentences sentences = new PunktSentences(text);
    return sentences.countClosed(sentences.cut());
  }

  /** A stretch of the text. */
  private record Slice(int start, int stop) {}

  /**
   * A mark that may end a sentence.
   *
   * @param wordStart where the word before it begins
   * @param mark where it stands
   * @param nextStart where the next word begins, or the mark that follows at once
   * @param nextEnd where that ends
   */
  private record Candidate(int wordStart, int mark, int nextStart, int nextEnd) {}

  /** The sentences, cut right after the marks that end them. */
  private List<Slice> cut() {
    List<Slice> slices = new ArrayList<>();
    int start = 0;
    for (Candidate candidate : candidates()) {
      if (PunktContext.hasBreak(text.substring(candidate.wordStart(), candidate.nextEnd()))) {
        slices.add(new Slice(start, candidate.mark() + 1));
        start = candidate.nextStart();
      }
    }
    int end = text.length();
    while (end > 0 && PythonText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    slices.add(new Slice(start, end));
    return slices;
  }

  /** Of the marks in one word, as in "what?!", the last is the candidate. */
  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    int wordStart = 0;
    int mark = 0;
    for (int at = 0; at + 1 < text.length(); at++) {
      int nextStart = ENDS.indexOf(text.charAt(at)) < 0 ? -1 : nextStart(at + 1);
      if (nextStart < 0) {
        continue;
      }
      int space = at - 1;
      while (space > mark && !isAsciiSpace(text.charAt(space))) {
        space--;
      }
      wordStart = space > mark ? space + 1 : wordStart;
      mark = at;
      boolean sameWord = !candidates.isEmpty() && candidates.getLast().mark() > wordStart;
      if (sameWord) {
        candidates.removeLast();
      }
      candidates.add(new Candidate(wordStart, mark, nextStart, nextEnd(at + 1, nextStart)));
    }
    return candidates;
  }

  private static boolean isAsciiSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** The mark at a place, or the word after white space there; negative where there is neither. */
  private int nextStart(int at) {
    if (PunktWords.endsWord(text.charAt(at))) {
      return at;
    }
    int word = PythonText.skip(text, at, PythonText::isSpace);
    return word > at && word < text.length() ? word : -1;
  }

  private int nextEnd(int after, int nextStart) {
    return nextStart == after
        ? after + 1
        : PythonText.skip(text, nextStart, c -> !PythonText.isSpace(c));
  }

  /** The sentences that are not empty when each has the closing marks after it. */
  private int countClosed(List<Slice> slices) {
    int count = 0;
    int taken = 0;
    for (int i = 0; i < slices.size(); i++) {
      int start = slices.get(i).start() + taken;
      taken = i + 1 < slices.size() ? closing(slices.get(i + 1)) : 0;
      if (taken > 0 || start < slices.get(i).stop()) {
        count++;
      }
    }
    return count;
  }

  /** How much of a sentence closes the one before: marks, with the white space after them. */
  private int closing(Slice slice) {
    int at = slice.start();
    while (at < slice.stop() && CLOSERS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == slice.start()) {
      return 0;
    }
    int end = at;
    while (end < slice.stop() && PythonText.isSpace(text.charAt(end))) {
      end++;
    }
    boolean closes = end > at || at >= slice.stop() || text.startsWith("--", at);
    return closes ? end - slice.start() : 0;
  }
}
