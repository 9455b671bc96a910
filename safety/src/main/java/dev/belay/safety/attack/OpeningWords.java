package dev.belay.safety.attack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rules on a request's opening words have in common. What they match is part of an attack's
 * version: a change here is a new version of each attack that uses it.
 */
final class OpeningWords {

  private static final Pattern QUESTION =
      pattern(
          "(?:what|which|who|whom|whose|where|when|why|how|is|are|can|could|do|does|did|should|will"
              + "|would)\\b.*");

  private OpeningWords() {}

  /** For whole requests, of several lines too, in capitals or not. */
  static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** The groups of a pattern that the whole request matches. */
  static Optional<Matcher> match(Pattern pattern, String request) {
    Matcher matcher = pattern.matcher(request);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  static boolean isQuestion(String request) {
    return QUESTION.matcher(request).matches();
  }

  /** As in the middle of a sentence. */
  static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
