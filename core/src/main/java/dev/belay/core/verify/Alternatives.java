package dev.belay.core.verify;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Options that a completion offers beside the one that it names first: "B, otherwise A", "B (or
 * A)", "The answer is B. A is also correct." Whoever offers two has settled on neither.
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

  private static final List<Pattern> PATTERNS =
      IntStream.rangeClosed('A', 'Z')
          .mapToObj(letter -> JOINED.replace("NAME", String.valueOf((char) letter)))
          .map(Pattern::compile)
          .toList();

  private Alternatives() {}

  /**
   * The options that are offered beside one.
   *
   * @param named a text with blanks where an option is ruled out
   * @param last the letter of the last option
   */
  static SortedSet<Character> beside(char option, String named, char last) {
    SortedSet<Character> others = new TreeSet<>();
    collect(PATTERNS.get(option - 'A').matcher(named), option, last, others);
    collect(ALSO_RIGHT.matcher(named), option, last, others);
    return others;
  }

  private static void collect(
      Matcher matcher, char option, char last, SortedSet<Character> others) {
    while (matcher.find()) {
      char other = matcher.group(1).charAt(0);
      if (other != option && other <= last) {
        others.add(other);
      }
    }
  }
}
