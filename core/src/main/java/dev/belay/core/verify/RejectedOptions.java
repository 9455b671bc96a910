package dev.belay.core.verify;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options that a completion rules out: "not A", "A is wrong", "ruling out A, B and C". */
final class RejectedOptions {
  private static final String WRONG =
      "(?:wrong|incorrect|false|not\\b|n[o']t\\b|ruled\\sout|eliminated|excluded|impossible|invalid|out\\b)";
  private static final Pattern CALLED_WRONG =
      Pattern.compile(
          "(?i)[).:]?,?\\s{1,9}(?:but\\s(?:it|this|that)\\s)?(?:is|are|was|were|can\\sbe|seems|isn['\u2019]t|aren['\u2019]t"
              + "|can(?:no|['\u2019])t\\sbe)\\s{0,9}(?:(?:all|both|clearly|also|obviously|therefore|definitely)\\s)?"
              + "(?:(?<=n['\u2019]t\\s{0,9}|not\\sbe\\s{0,9}|n['\u2019]t\\sbe\\s{0,9})|"
              + WRONG
              + ")");
  private static final Pattern RULED_OUT =
      Pattern.compile(
          "(?i)(?:\\b(?:not|cannot|never|neither|nor|rul(?:e|es|ed|ing)\\sout|eliminat(?:e|es|ed|ing)|exclud(?:e|es|ed|ing)"
              + "|reject(?:s|ed|ing)?|discard(?:s|ed|ing)?|rather\\sthan|instead\\sof|other\\sthan)|n['\u2019]t)\\s{1,9}"
              + "(?:(?:be|either|both|option|options|choice|the|answer)\\s{1,9}){0,3}");
  private static final Pattern FURTHER =
      Pattern.compile(
          "(?i)\\s{0,9}(?:,\\s{0,9}(?:or|and|nor)?|/|&|or|and|nor)\\s{0,9}(?:option\\s{1,9})?");

  /** In normal form, without apostrophes. */
  private static final Set<String> DENIALS =
      Set.of("not", "isnt", "arent", "wasnt", "never", "neither", "nor", "cannot", "cant", "no");

  private static final int MAX_LIST = 26;

  private RejectedOptions() {}

  /**
   * The text with blanks where it names an option to rule it out.
   *
   * @param letter matches the letter of an option
   */
  static String without(String text, Pattern letter) {
    StringBuilder kept = new StringBuilder(text);
    Matcher out = RULED_OUT.matcher(text);
    while (out.find()) {
      blank(kept, out.start(), endOfList(text, out.end(), letter));
    }
    Matcher named = letter.matcher(text);
    for (int at = 0; named.find(at); ) {
      int end = Math.max(endOfList(text, named.start(), letter), named.end());
      Matcher wrong = CALLED_WRONG.matcher(text).region(end, text.length());
      wrong.useTransparentBounds(true);
      if (wrong.lookingAt()) {
        blank(kept, named.start(), wrong.end());
      }
      at = end;
    }
    return kept.toString();
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  /** After the letters joined at a place; negative where there is none. */
  private static int endOfList(String text, int from, Pattern letter) {
    int end = -1;
    int at = from;
    for (int i = 0; i < MAX_LIST; i++) {
      Matcher match = letter.matcher(text).region(at, text.length());
      match.useTransparentBounds(true).useAnchoringBounds(false);
      if (!match.lookingAt()) {
        return end;
      }
      end = match.end();
      Matcher further = FURTHER.matcher(text).region(end, text.length());
      if (!further.lookingAt()) {
        return end;
      }
      at = further.end();
    }
    return end;
  }

  /** Whether one of the three words before a place in a normalised text denies what follows. */
  static boolean isDenied(String normal, int at) {
    int end = at;
    for (int words = 0; words < 3 && end > 0; words++) {
      int start = normal.lastIndexOf(' ', end - 1) + 1;
      String word = normal.substring(start, end);
      if (word.equals("but")) {
        return false;
      }
      if (DENIALS.contains(word)) {
        return true;
      }
      end = Math.max(0, start - 1);
    }
    return false;
  }
}
