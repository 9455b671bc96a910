package dev.belay.safety.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern over the words of one sentence. It is written as elements with blanks between:
 *
 * <ul>
 *   <li>{@code help}: this word; {@code assist|help}: either; {@code going_to}: these words in a
 *       row; {@code encourag*}: any word with this beginning;
 *   <li>{@code @name}: any of a list given elsewhere in the file;
 *   <li>{@code [really|truly]}: the same, or nothing;
 *   <li>{@code ..4}: up to four words, whatever they are;
 *   <li>{@code ^} first: only at the beginning of the sentence; {@code $} last: only at its end.
 * </ul>
 *
 * Gaps are short and counted, so that the time for a sentence is proportional to its length.
 */
final class WordPattern {
  private static final int LONGEST_GAP = 16;
  private static final int MOST_GAPS = 3;

  /** One element: some alternatives, each a row of words; or a gap. */
  private record Element(List<List<String>> alternatives, boolean optional, int gap) {}

  private final List<Element> elements = new ArrayList<>();
  private final boolean atStart;
  private final boolean atEnd;

  private WordPattern(boolean atStart, boolean atEnd) {
    this.atStart = atStart;
    this.atEnd = atEnd;
  }

  /**
   * Reads a pattern.
   *
   * @param lists the alternatives of each {@code @name}
   * @throws IllegalArgumentException when the pattern is malformed
   */
  static WordPattern parse(String text, Map<String, String> lists) {
    boolean atStart = text.startsWith("^");
    boolean atEnd = text.endsWith("$");
    WordPattern pattern = new WordPattern(atStart, atEnd);
    String body = text.substring(atStart ? 1 : 0, text.length() - (atEnd ? 1 : 0)).strip();
    int gaps = 0;
    for (String part : body.split(" +", -1)) {
      Element element = element(part, lists);
      gaps += element.gap() > 0 ? 1 : 0;
      pattern.elements.add(element);
    }
    if (gaps > MOST_GAPS) {
      throw new IllegalArgumentException("more than " + MOST_GAPS + " gaps in: " + text);
    }
    return pattern;
  }

  private static Element element(String part, Map<String, String> lists) {
    if (part.startsWith("..")) {
      int gap = Integer.parseInt(part.substring(2));
      if (gap < 1 || gap > LONGEST_GAP) {
        throw new IllegalArgumentException("a gap has 1 to " + LONGEST_GAP + " words: " + part);
      }
      return new Element(List.of(), false, gap);
    }
    boolean optional = part.startsWith("[") && part.endsWith("]");
    String inner = optional ? part.substring(1, part.length() - 1) : part;
    List<List<String>> alternatives = new ArrayList<>();
    for (String alternative : inner.split("\\|", -1)) {
      expand(alternative, lists, alternatives);
    }
    return new Element(alternatives, optional, 0);
  }

  private static void expand(
      String alternative, Map<String, String> lists, List<List<String>> into) {
    if (alternative.startsWith("@")) {
      String list = lists.get(alternative.substring(1));
      if (list == null) {
        throw new IllegalArgumentException("no list " + alternative);
      }
      for (String member : list.split(" +", -1)) {
        expand(member, lists, into);
      }
    } else if (alternative.isEmpty()) {
      throw new IllegalArgumentException("an empty alternative");
    } else {
      into.add(List.of(alternative.split("_", -1)));
    }
  }

  /** The words at the first place in the sentence where the pattern matches. */
  Optional<String> find(List<String> words) {
    return place(words).map(place -> String.join(" ", words.subList(place.from(), place.to())));
  }

  /**
   * A sentence in which every match is replaced.
   *
   * @param mark stands for the words of a match; must be no word of any pattern
   */
  List<String> replaced(List<String> words, String mark) {
    List<String> left = words;
    for (Optional<Place> place = place(left); place.isPresent(); place = place(left)) {
      List<String> shorter = new ArrayList<>(left.subList(0, place.get().from()));
      shorter.add(mark);
      shorter.addAll(left.subList(place.get().to(), left.size()));
      left = shorter;
    }
    return left;
  }

  /** Words of a sentence, the last one excluded. */
  private record Place(int from, int to) {}

  private Optional<Place> place(List<String> words) {
    int lastStart = atStart ? 0 : words.size() - 1;
    for (int start = 0; start <= lastStart; start++) {
      int end = match(0, words, start);
      if (end >= 0) {
        return Optional.of(new Place(start, end));
      }
    }
    return Optional.empty();
  }

  /** Where a match of the elements from {@code index} on, begun at {@code at}, ends; −1: none. */
  private int match(int index, List<String> words, int at) {
    if (index == elements.size()) {
      return !atEnd || at == words.size() ? at : -1;
    }
    Element element = elements.get(index);
    if (element.gap() > 0 || element.optional()) {
      for (int skip = 0; skip <= element.gap() && at + skip <= words.size(); skip++) {
        int end = match(index + 1, words, at + skip);
        if (end >= 0) {
          return end;
        }
      }
    }
    for (List<String> alternative : element.alternatives()) {
      if (matches(alternative, words, at)) {
        int end = match(index + 1, words, at + alternative.size());
        if (end >= 0) {
          return end;
        }
      }
    }
    return -1;
  }

  private static boolean matches(List<String> alternative, List<String> words, int at) {
    if (at + alternative.size() > words.size()) {
      return false;
    }
    for (int i = 0; i < alternative.size(); i++) {
      String want = alternative.get(i);
      String word = words.get(at + i);
      boolean same =
          want.endsWith("*")
              ? word.startsWith(want.substring(0, want.length() - 1))
              : word.equals(want);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
