package dev.belay.core.verify;

import dev.belay.core.data.NormalizedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The texts of options, and where a completion says one of them. Articles before one do not count.
 */
final class OptionTexts {

  /** Signs that make another number of the one beside them. */
  private static final String SIGNS_BEFORE = "-+*/\u00d7\u00f7^";

  private static final String SIGNS_AFTER = "-+*/%\u00d7\u00f7^";

  /** A letter with a mark after it is none. */
  private static final Pattern ARTICLE =
      Pattern.compile("(?i)^[\\s\"'\u201c\u2018]{0,99}(?:the|an?)\\s{1,99}(?=[\\w\"'\u201c])");

  private static final Pattern NUMBER = Pattern.compile("(?:- )?[\\d.][^ ]*(?: .*)?");

  private final List<String> normal;

  /** Without articles. */
  private final List<String> bare;

  /** With every sign, but without white space: what tells options apart that differ by signs. */
  private final List<String> exact;

  /**
   * The texts of options.
   *
   * @param options A first; blank where only the letter is known
   */
  OptionTexts(List<String> options) {
    this.normal =
        options.stream().map(option -> NormalizedText.of(ChoiceText.plain(option))).toList();
    this.bare = options.stream().map(option -> bare(ChoiceText.plain(option))).toList();
    this.exact = options.stream().map(OptionTexts::exact).toList();
  }

  int size() {
    return normal.size();
  }

  /** Whether an option begins as a judgement of an option would. */
  boolean anyBeginsWith(Pattern words) {
    return normal.stream().anyMatch(option -> words.matcher(option).lookingAt());
  }

  /** The option that a phrase is; none for a single letter. */
  SortedSet<Character> equalTo(String phrase) {
    String said = NormalizedText.of(phrase);
    List<Integer> same = indices(i -> !said.isEmpty() && normal.get(i).equals(said));
    if (same.size() > 1) {
      String signs = exact(phrase);
      same = indices(i -> exact.get(i).equals(signs));
    } else if (same.isEmpty()) {
      String bareSaid = bare(phrase);
      same = indices(i -> !bareSaid.isEmpty() && bare.get(i).equals(bareSaid));
    }
    int at = same.size() == 1 ? same.getFirst() : -1;
    return at < 0 || (said.length() < 2 && !said.matches("\\d")) ? new TreeSet<>() : of(at);
  }

  /**
   * The option with the longest text that a phrase begins with.
   *
   * @param kind what a text must have
   */
  SortedSet<Character> beginning(String phrase, Pattern kind) {
    String said = NormalizedText.of(phrase) + " ";
    String bareSaid = bare(phrase) + " ";
    String signs = exact(phrase);
    int best = -1;
    for (int i = 0; i < normal.size(); i++) {
      String option = normal.get(i);
      boolean shared = Collections.frequency(normal, option) > 1;
      boolean begins =
          !option.isEmpty()
              && (!shared || signs.startsWith(exact.get(i)))
              && kind.matcher(option).find()
              && (said.startsWith(option + " ")
                  || (!bare.get(i).isEmpty() && bareSaid.startsWith(bare.get(i) + " ")));
      if (begins && (best < 0 || option.length() > normal.get(best).length())) {
        best = i;
      }
    }
    return best < 0 ? new TreeSet<>() : of(best);
  }

  /**
   * Options whose texts stand in the completion, those that are part of another one left out.
   *
   * @param kind what a text must have
   */
  SortedSet<Character> within(String completion, Pattern kind) {
    String said = " " + NormalizedText.of(completion) + " ";
    List<Integer> found =
        indices(
            i ->
                !normal.get(i).isEmpty()
                    && kind.matcher(normal.get(i)).find()
                    && isSaid(said, normal.get(i)));
    SortedSet<Character> letters = new TreeSet<>();
    for (int i : found) {
      String option = " " + normal.get(i) + " ";
      if (found.stream().noneMatch(j -> j != i && (" " + normal.get(j) + " ").contains(option))) {
        letters.addAll(of(i));
      }
    }
    return letters;
  }

  /** Whether a text stands somewhere without being denied, and a number as no part of another. */
  private static boolean isSaid(String said, String option) {
    boolean number = NUMBER.matcher(option).matches();
    String padded = " " + option + " ";
    for (int at = said.indexOf(padded); at >= 0; at = said.indexOf(padded, at + 1)) {
      int end = at + padded.length();
      boolean part =
          number
              && ((at > 0 && SIGNS_BEFORE.indexOf(said.charAt(at - 1)) >= 0)
                  || (end < said.length() && SIGNS_AFTER.indexOf(said.charAt(end)) >= 0));
      if (!part && !RejectedOptions.isDenied(said, at, end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text of an option begins with a letter that is a word: "C", "A or B". */
  boolean beginsWith(char option, char letter) {
    String text = normal.get(option - 'A');
    return !text.isEmpty()
        && Character.toUpperCase(text.charAt(0)) == letter
        && (text.length() == 1 || text.charAt(1) == ' ');
  }

  /** Whether the text of an option is said and denied in one breath. */
  boolean isAlsoDenied(String completion, char letter) {
    String option = normal.get(letter - 'A');
    if (option.length() < 2 || !completion.contains("not")) {
      return false;
    }
    String said = " " + NormalizedText.of(completion) + " ";
    return Stream.of(" T or not ", " T and not T ", " T not T ", " not T or T ")
        .anyMatch(form -> said.contains(form.replace("T", option)));
  }

  private static String exact(String text) {
    return ChoiceText.plain(text).replaceAll("\\s++", "").toLowerCase(Locale.ROOT);
  }

  private static String bare(String text) {
    return NormalizedText.of(ARTICLE.matcher(text).replaceFirst(""));
  }

  private interface Test {
    boolean holds(int index);
  }

  private List<Integer> indices(Test test) {
    return new ArrayList<>(IntStream.range(0, normal.size()).filter(test::holds).boxed().toList());
  }

  private static SortedSet<Character> of(int index) {
    return new TreeSet<>(List.of((char) ('A' + index)));
  }
}
