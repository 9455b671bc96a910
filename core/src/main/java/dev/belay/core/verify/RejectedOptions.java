package dev.belay.core.verify;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options that a completion rules out: "not A", "A is wrong", "ruling out A, B and C". */
final class RejectedOptions {
  private static final String WRONG =
      "(?:(?:the|a)\\s(?:common\\s)?)?(?:wrong|incorrect|false|not\\b|n[o']t\\b|ruled\\sout|eliminated|excluded"
          + "|impossible|invalid|out\\b|unlikely|implausible|irrelevant|plausible|possible|tempting|distractor|trap|mistake|error|misconception"
          + "|nonsense|rejected|discarded|worse|worst|less\\b|least\\b|n['\u2019]t\\b"
          + "|what\\s(?:i(?:\\swould|['\u2019]d)\\shave|many|most|some)\\b)";

  private static final String FOREIGN_WRONG =
      "(?:(?:es|est|ist|\u00e8|\u00e9)\\s{1,3})?(?:incorrect[ao]|incorrecte|fals[ao]|falsch|faux|fausse"
          + "|sbagliat[ao]|errad[ao]|\u043d\u0435\u0432\u0435\u0440\u0435\u043d|\u043d\u0435\u0432\u0435\u0440\u043d\u043e|\u043d\u0435\u0432\u0435\u0440\u043d\u044b\u0439)(?!\\p{L})";

  /** How a list judges an option after its letter: the option's text may begin so too. */
  static final Pattern JUDGEMENT =
      Pattern.compile("(?:wrong|incorrect|false|no|not|true|correct|right|yes)\\b");

  private static final Pattern CALLED_WRONG =
      Pattern.compile(
          "(?iu)[).:]?,?\\s{1,9}(?:(?:but\\s(?:it|this|that)\\s)?(?:is|are|was|were|can\\sbe|seems|looks|appears"
              + "|(?:would|might|could|may|must|should)\\sbe|isn['\u2019]t|aren['\u2019]t"
              + "|can(?:no|['\u2019])t\\sbe|(?:would|could)n['\u2019]t\\sbe)\\s{0,9}(?:(?:all|both|clearly|also|obviously|therefore|definitely|simply|just|very|too|quite|most"
              + " likely|only)\\s){0,2}"
              + "(?:(?<=n['\u2019]t\\s{0,9}|not\\sbe\\s{0,9}|n['\u2019]t\\sbe\\s{0,9})|"
              + WRONG
              + ")|(?:does|do|did|can|could|will|would)(?:\\s?not|n['\u2019]t)\\b"
              + "|(?:might|may|could)\\s(?:be|also|seem|look)\\b|"
              + FOREIGN_WRONG
              + ")");

  private static final Pattern JUDGED_WRONG =
      Pattern.compile(
          "(?i)[ \\t]{0,3}(?:[).:\\]\u2013\u2014-]{1,2}\\s{0,9}(?:(?:wrong|incorrect|false|nope|no(?!,))\\b(?=\\s{0,9}(?:[.,;:!\\n"
              + "-]|$))"
              + "|not\\s(?:correct|right|true|this|it)\\b)|[).:-]?[ \\t]{0,3}[\u2717\u2718\u274c\u2716])");

  private static final Pattern RULED_OUT =
      Pattern.compile(
          "(?i)(?:\\b(?:not|cannot|never|neither|nor|rul(?:e|es|ed|ing)\\sout|eliminat(?:e|es|ed|ing)|exclud(?:e|es|ed|ing)"
              + "|reject(?:s|ed|ing)?|discard(?:s|ed|ing)?|rather\\sthan|instead\\sof|other\\sthan|except(?:\\sfor)?|all\\sbut"
              + "|anything\\sbut|none\\sof|unlike|(?:wrong|incorrect|false|worst|bad|least\\s\\w{1,15})\\s(?:answer|option|choice|one)s?"
              + "(?:\\s(?:is|are|would\\sbe))?|(?:wrong|incorrect|false)(?=\\s?:))|n['\u2019]t):?\\s{1,9}"
              + "(?:(?:be|either|both|option|options|choice|the|answer|think|believe|say|choose|pick|select|it['\u2019]s|it\\sis|is)\\s{1,9}){0,4}");

  private static final Pattern FOREIGN_OUT =
      Pattern.compile(
          "(?iu)(?:(?<![\\w!])[!\u00ac](?=[(\\[]?[A-Za-z])|\u4e0d\u662f|\u5e76\u975e|\u4e0d\u9009|\u4e0d\u9078|(?<!\\p{L})(?:nicht|no\\ses|n['\u2019]est\\spas|\u043d\u0435|n\u00e3o\\s\u00e9|non\\s\u00e8|niet|inte"
              + "|ikke|nie)\\s)\\s{0,9}(?:(?:la|el|il|die|der)\\s{1,9})?");

  /** A sign that a line begins with to call its option wrong. */
  private static final Pattern CROSSED =
      Pattern.compile("(?m)^[ \\t]{0,9}[\u2717\u2718\u274c\u2716]\ufe0f?[ \\t]{0,9}");

  /** "Comparing B and C,", after which one of them is chosen. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?i)\\b(?:comparing|between|among)\\s{1,3}(?:options?\\s{1,3})?[(]?(?-i:[A-Z])\\b[)]?"
              + "(?:(?:,\\s{1,3}(?:and\\s{1,3})?|\\s{1,3}(?:and|or|with|to)\\s{1,3}|/)[(]?(?-i:[A-Z])\\b[)]?){1,9},(?=\\s)");

  private static final Pattern BUT =
      Pattern.compile(
          "(?iu)[,\uff0c]?\\s{0,9}(?:(?<=\\s)(?:but(?:\\srather)?|sondern|sino|mais|\u0430)\\s{1,9}|\u800c\u662f\\s{0,9})");

  /** In normal form, what follows an option's text to deny it. */
  private static final Pattern DENIED_AFTER =
      Pattern.compile(
          "(?:(?:is|are|was|seems|looks|(?:would|can|must|could) be)"
              + " (?:(?:clearly|also|definitely|obviously|the|a)"
              + " )?(?:wrong|incorrect|false|not|ruled"
              + " out|excluded|eliminated|unlikely|impossible)|isnt|doesnt|does"
              + " not|cannot|cant|no)(?= |$)");

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
   * @param judged whether "A: wrong" judges an option, and cannot be its text
   */
  static String without(String text, Pattern letter, boolean judged) {
    StringBuilder kept = new StringBuilder(text);
    COMPARED.matcher(text).results().forEach(of -> blank(kept, of.start(), of.end()));
    for (Pattern ruledOut : List.of(RULED_OUT, FOREIGN_OUT, CROSSED)) {
      blankAfter(ruledOut, text, letter, kept);
    }
    blankCalledWrong(text, letter, judged, kept);
    return kept.toString();
  }

  private static void blankAfter(
      Pattern ruledOut, String text, Pattern letter, StringBuilder kept) {
    Matcher out = ruledOut.matcher(text);
    while (out.find()) {
      int end = endOfList(text, out.end(), letter);
      Matcher but = BUT.matcher(text).region(Math.max(end, 0), text.length());
      but.useTransparentBounds(true);
      blank(kept, out.start(), end >= 0 && but.lookingAt() ? but.end() : end);
    }
  }

  private static void blankCalledWrong(
      String text, Pattern letter, boolean judged, StringBuilder kept) {
    Matcher named = letter.matcher(text);
    for (int at = 0; named.find(at); ) {
      int end = Math.max(endOfList(text, named.start(), letter), named.end());
      Matcher wrong = CALLED_WRONG.matcher(text).region(end, text.length());
      wrong.useTransparentBounds(true);
      Matcher list = JUDGED_WRONG.matcher(text).region(named.end(), text.length());
      Matcher early = JUDGED_WRONG.matcher(text).region(named.end() - 1, text.length());
      if (wrong.lookingAt()) {
        blank(kept, named.start(), wrong.end());
      } else if (judged && list.lookingAt()) {
        blank(kept, named.start(), list.end());
      } else if (judged && early.lookingAt()) {
        blank(kept, named.start(), early.end());
      }
      at = end;
    }
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

  /** Whether what stands between two places in a normalised text is denied before or after it. */
  static boolean isDenied(String normal, int at, int end) {
    Matcher after =
        DENIED_AFTER.matcher(normal).region(Math.min(end, normal.length()), normal.length());
    return after.lookingAt() || isDenied(normal, at);
  }

  /** Whether one of the three words before a place in a normalised text denies what follows. */
  private static boolean isDenied(String normal, int at) {
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
