package dev.belay.core.verify;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An option that a completion names and denies: "B or not B", "The answer is B. It is not B." It
 * settles on nothing.
 */
final class Contradictions {

  /** Without one of these nothing is denied. */
  private static final Pattern ANY =
      Pattern.compile("(?i)not|n['\u2019]t|never|wrong|false|incorrect|[!\u00ac]");

  /** Where NAME stands for the option's letter. */
  private static final String NAME =
      "(?<![A-Za-z0-9'])[(\\[\"']?(?-i:NAME)(?![A-Za-z0-9])[)\\]\"']?";

  private static final String IN_ONE_BREATH =
      "(?i)NAME[\\s.\u2026,;:/&|!(\u2013\u2014-]{0,9}(?:(?:or|and|xor|but|unless|if|maybe|perhaps|possibly|also|then|even|else|it['\u2019]s|it|is|may)\\b[\\s,]{0,3}){0,5}(?:not|is\\snot|isn['\u2019]t|never)\\b[\\s,]{0,3}(?:(?:really|just|only|quite|is|it|be|the|answer|option|choice|maybe)\\s{1,3}){0,3}(?:NAME|(?=[.,;:!?)\\n"
          + "]|$))|NAME\\s{0,3}[,(]?\\s{0,3}or\\s(?:maybe\\s|perhaps\\s|possibly\\s)?not\\b"
          + "|NAME\\s{0,3}[&|^]{1,2}\\s{0,3}[!\u00ac]NAME"
          + "|NAME\\s(?:may\\sor\\smay|might\\sor\\smight)\\snot\\b";

  private static final String LATER =
      "(?i)\\b(?:answer|it|this|that)(?:\\s(?:is|was)\\snot|\\s(?:is|was)n['\u2019]t|['\u2019]s\\snot|\\scan(?:not|['\u2019]t)\\sbe)\\s(?:option\\s)?NAME|NAME\\s(?:is|was)\\s(?:not\\s(?:the\\s)?(?:right|correct|best|answer)\\b|(?:both\\s)?(?:(?:right|correct|true)\\s(?:and|but|or)\\s(?:also\\s)?)?(?:wrong|incorrect|false)\\b)|(?:^|[.;!?\\n"
          + "]\\s{0,9})(?:no,?\\s)?not\\sNAME\\s{0,3}(?=[.;!\\n"
          + "]|$)";

  private static final List<Pattern> BREATHS = forEach(IN_ONE_BREATH);
  private static final List<Pattern> DENIALS = forEach(LATER);

  private Contradictions() {}

  private static List<Pattern> forEach(String pattern) {
    return IntStream.rangeClosed('A', 'Z')
        .mapToObj(letter -> pattern.replace("NAME", NAME).replace("NAME", names((char) letter)))
        .map(Pattern::compile)
        .toList();
  }

  /** Small letters that are words name nothing here. */
  private static String names(char letter) {
    return letter == 'A' || letter == 'I'
        ? String.valueOf(letter)
        : "[%s%s]".formatted(letter, Character.toLowerCase(letter));
  }

  /**
   * Whether a text denies the option that it names, in the same breath or in the end.
   *
   * @param text with all that it says
   * @param named the same with blanks where an option is ruled out
   * @param letter matches the letter of an option
   */
  static boolean denies(String text, String named, Pattern letter, char option) {
    if (!ANY.matcher(text).find()) {
      return false;
    }
    if (BREATHS.get(option - 'A').matcher(text).find()) {
      return true;
    }
    Matcher denial = DENIALS.get(option - 'A').matcher(text);
    int end = -1;
    while (denial.find()) {
      end = denial.end();
    }
    return end >= 0 && !isNamedAfter(end, named, letter, option);
  }

  private static boolean isNamedAfter(int from, String named, Pattern letter, char option) {
    Matcher match = letter.matcher(named).region(from, named.length());
    match.useTransparentBounds(true).useAnchoringBounds(false);
    while (match.find()) {
      if (match.group().toUpperCase(Locale.ROOT).indexOf(option) >= 0) {
        return true;
      }
    }
    return false;
  }
}
