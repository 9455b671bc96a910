package dev.belay.core.verify.math;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What runs of letters mean: functions, constants, connectives, or words. */
final class Letters {
  private Letters() {}

  private static final Map<String, TokenType> MEANT =
      Map.ofEntries(
          Map.entry("pi", TokenType.PI),
          Map.entry("infinity", TokenType.INFINITY),
          Map.entry("infty", TokenType.INFINITY),
          Map.entry("inf", TokenType.INFINITY),
          Map.entry("oo", TokenType.INFINITY),
          Map.entry("sqrt", TokenType.ROOT),
          Map.entry("or", TokenType.OR),
          Map.entry("and", TokenType.AND),
          Map.entry("degree", TokenType.DEGREE),
          Map.entry("degrees", TokenType.DEGREE),
          Map.entry("percent", TokenType.PERCENT),
          Map.entry("minus", TokenType.MINUS),
          Map.entry("negative", TokenType.MINUS),
          Map.entry("union", TokenType.UNION),
          Map.entry("mod", TokenType.MODULO),
          Map.entry("choose", TokenType.CHOOSE));

  /** Short words that are no products of variables. */
  private static final Set<String> SHORT =
      Set.of(
          "th", "st", "nd", "rd", "no", "yes", "the", "of", "is", "are", "to", "by", "for", "all",
          "odd", "one", "two", "six", "ten", "not", "on", "if", "as", "at", "it", "he", "she", "we",
          "be", "do", "my", "sat", "sun", "mon", "tue", "wed", "thu", "fri", "may", "jun", "jul",
          "red", "day", "cat", "dog", "box", "per", "pm", "am", "nor", "dne", "sum", "set", "any",
          "can", "has", "his", "her", "who", "why", "how", "men", "man", "boy", "girl", "bob",
          "tom", "sam", "ann");

  /** Hands on the tokens of a run of letters. */
  static void add(String run, boolean worded, BiConsumer<TokenType, String> tokens) {
    String lower = run.toLowerCase(Locale.ROOT);
    TokenType meant = run.equals(lower) || run.length() > 2 ? MEANT.get(lower) : null;
    if (run.length() == 1) {
      tokens.accept(TokenType.LETTER, run);
    } else if (meant != null) {
      tokens.accept(meant, lower);
    } else if (Vocabulary.FUNCTIONS.containsKey(lower)) {
      tokens.accept(TokenType.FUNCTION, Vocabulary.FUNCTIONS.getOrDefault(lower, lower));
    } else if (Vocabulary.GREEK.contains(run)) {
      tokens.accept(TokenType.LETTER, run);
    } else if (worded || !isFunctionWithLetter(lower)) {
      tokens.accept(TokenType.WORD, run);
    } else {
      int split = run.length() - 1;
      tokens.accept(TokenType.FUNCTION, lower.substring(0, split));
      tokens.accept(TokenType.LETTER, run.substring(split));
    }
  }

  /** {@code sinx}. */
  private static boolean isFunctionWithLetter(String run) {
    String function = run.substring(0, run.length() - 1);
    return function.equals(Vocabulary.FUNCTIONS.get(function)) && !function.equals("sec");
  }

  /** Whether letters that stand together outside of {@code \text{}} are factors. */
  static boolean isProduct(Token token) {
    return token.is(TokenType.WORD)
        && !token.worded()
        && token.text().length() <= 3
        && token.text().chars().allMatch(c -> c < 128)
        && !SHORT.contains(token.lower());
  }
}
