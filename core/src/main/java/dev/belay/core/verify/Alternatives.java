package dev.belay.core.verify;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Options that a completion offers beside the one that it names first: "B, otherwise A", "B (or
 * A)", "The answer is B. A is also correct.", "B, but it could be A". Whoever offers two has
 * settled on neither.
 */
final class Alternatives {

  private static final String OPTION =
      "(?:the\\s)?(?:option\\s|choice\\s)?[(\\[\"']?(?-i:([A-Z]))(?!\\w)[)\\]\"']?";

  private static final String JOINED =
      "(?i)(?<![A-Za-z0-9'])[(\\[\"']?(?-i:NAME)(?![A-Za-z0-9'])[)\\]\"']?[\\s.,;:]{0,6}"
          + "(?:\\(?(?:or|and|xor|but|else|otherwise|alternatively|also|maybe|perhaps|possibly|even"
          + "|vs\\.?|versus|then|plus|as\\swell\\sas|followed\\sby|(?:along|together)\\swith|rather|equally"
          + "|failing\\sthat|unless|to|thr(?:ough|u)|no)\\b[\\s,]{0,3}"
          + "|(?:->|\\.{1,3}|[|+;&/=\u2026\u2295\u2192\u2013\u2014-])\\s{0,3}){1,4}"
          + OPTION
          + "(?=\\s{0,3}(?:[.;!?\\n]|$))";

  private static final Pattern ALSO_RIGHT =
      Pattern.compile(
          "(?i)(?<![A-Za-z0-9'])"
              + OPTION
              + "\\s(?:(?:is|are|would\\sbe|could\\sbe)\\s(?:also|too|equally|just\\sas)\\s(?:the\\s|a\\s)?(?:correct|right|valid|good|answer|possible)\\b|(?:is|would\\sbe)\\s(?:the\\s|a\\s)?(?:correct|right|valid|answer)(?:\\s(?:answer|option|choice))?(?:\\s(?:too|also|as\\swell))?(?=\\s{0,3}(?:[.;!?\\n"
              + "]|$)))");

  /** What says no more than that an option may be right; it counts after the other is named. */
  private static final Pattern POSSIBLE =
      Pattern.compile(
          "(?i)(?<![A-Za-z0-9'])(?:"
              + OPTION
              + "\\s(?:(?:is|are|seems)\\s(?:(?:also|equally|just\\sas)\\s)?(?:possible|plausible)"
              + "|(?:could|might|may|would)\\s(?:(?:also|equally|as\\swell|just\\sas\\swell)\\s(?:be|work|fit|do|apply)"
              + "|be\\s(?:the\\s)?(?:right|correct|possible|answer|it)|(?:work|fit|do|apply)\\s(?:too|as\\swell)))\\b"
              + "|(?:could|might|may)\\s(?:(?:also|equally|just\\sas\\swell|well)\\s)?be\\s"
              + OPTION
              + "(?=\\s{0,3}(?:[.,;:!?\\n"
              + "]|$)|\\s(?:too|as\\swell|if)\\b))");

  /** After the letter that marks a line as an item of a list: the rest of its line. */
  private static final Pattern ITEM = Pattern.compile("[.):]\\s{1,9}\\S");

  private static final List<Pattern> PATTERNS = forEach(JOINED);
  private static final List<Pattern> NAMES = forEach("(?<![A-Za-z0-9'])NAME(?![A-Za-z0-9'])");

  private Alternatives() {}

  private static List<Pattern> forEach(String pattern) {
    return IntStream.rangeClosed('A', 'Z')
        .mapToObj(letter -> pattern.replace("NAME", String.valueOf((char) letter)))
        .map(Pattern::compile)
        .toList();
  }

  /**
   * The options that are offered beside one.
   *
   * @param text with all that it says
   * @param named the same with blanks where an option is ruled out
   * @param last the letter of the last option
   */
  static SortedSet<Character> beside(char option, String text, String named, char last) {
    SortedSet<Character> others = new TreeSet<>();
    Matcher joined = PATTERNS.get(option - 'A').matcher(named);
    while (joined.find()) {
      boolean item =
          joined.group().indexOf('\n') >= 0
              && ITEM.matcher(named).region(joined.end(), named.length()).lookingAt();
      if (!item) {
        others.add(letter(joined));
      }
    }
    ALSO_RIGHT.matcher(named).results().forEach(right -> others.add(letter(right)));
    Matcher possible = POSSIBLE.matcher(text).region(after(option, named), text.length());
    possible.useTransparentBounds(true).results().forEach(hedge -> others.add(letter(hedge)));
    others.removeIf(other -> other == option || other > last);
    return others;
  }

  private static char letter(MatchResult offered) {
    String letter = offered.group(1) == null ? offered.group(2) : offered.group(1);
    return letter.charAt(0);
  }

  /** After the last place where an option is named. */
  private static int after(char option, String named) {
    int after = 0;
    Matcher name = NAMES.get(option - 'A').matcher(named);
    while (name.find()) {
      after = name.end();
    }
    return after;
  }
}
