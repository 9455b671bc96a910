package dev.belay.core.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Questions that a completion asks itself on its way to an option. "A or B? B." settles on B, and
 * so does "A? No. B? Yes."; "The answer is B, isn't it?" is no question.
 */
final class OwnQuestions {

  private static final Pattern TAG =
      Pattern.compile(
          "(?i),\\s{0,9}(?:right|correct|ok|okay|eh|huh|am\\si\\sright|don['\u2019]t\\syou\\sthink"
              + "|wouldn['\u2019]t\\syou\\ssay|(?:isn|wasn)['\u2019]t\\s(?:it|that|this)(?:\\s(?:so|right))?"
              + "|is\\s(?:it|that)\\snot)\\s{0,3}[?.](?=\\s|$)");

  /** "A or B…", "A or B: ", which ask as much as a question mark would. */
  private static final Pattern HESITATION =
      Pattern.compile("(?<=\\bor\\s[A-Z])(?:\\s?(?:\\.{2,3}|\u2026)|\\s[-\u2013\u2014]|:)(?=\\s)");

  private static final String ASKED =
      "(?i)(?<=^|[.!?;:,\\n"
          + "]|[.!?;:,]\\s)(?:(?:so|then|but|and|or|well),?\\s{1,3})?(?:(?:is|was|could|can|would|might|must|should|may|what|how|why)\\s{1,3})?(?:(?:(?:it|this|that|about|the\\s(?:(?:right|correct)\\s)?(?:answer|option|choice))\\s{1,3})(?:be\\s{1,3})?)?(?:(?:option|choice)\\s{1,3})?([^.!?;:\\n"
          + "]{1,99}?)"
          + "(?:\\s{1,3}(?:be\\s)?(?:the\\s)?(?:right|correct|true|answer|right\\sanswer|correct\\sanswer))?"
          + "\\s{0,3}\\?\\s{0,9}";

  private static final Pattern DENIED =
      Pattern.compile(
          ASKED
              + "(?:(?:no(?!\\s(?:idea|clue|doubt))|nope|nah|neither|none|wrong|false|incorrect|never)\\b[,.!]?"
              + "|(?=not\\b(?!\\s(?:sure|certain))))");

  private static final Pattern AFFIRMED =
      Pattern.compile(
          ASKED
              + "(?:yes|yep|yeah|yup|correct|right|true|exactly|indeed|definitely|certainly|absolutely|of\\scourse)\\b"
              + "(?!,?\\s{1,3}(?:option\\s)?[(\"']?[A-Z]\\b)[,.!]?");

  private static final Pattern QUESTION = Pattern.compile("[^.!?;\\n]{1,400}\\?{1,9}");

  private OwnQuestions() {}

  /** The text with its questions answered where it says yes or no to them. */
  static String answered(String text) {
    String stated = TAG.matcher(text).replaceAll(".");
    String asked = HESITATION.matcher(stated).replaceAll("?");
    if (asked.indexOf('?') < 0) {
      return asked;
    }
    String denied = DENIED.matcher(asked).replaceAll(" ");
    return AFFIRMED
        .matcher(denied)
        .replaceAll(yes -> Matcher.quoteReplacement(" The answer is " + yes.group(1) + ". "));
  }

  /** The text without the questions that are left; the same text where there are none. */
  static String without(String answered) {
    return answered.indexOf('?') < 0 ? answered : QUESTION.matcher(answered).replaceAll(" ");
  }
}
