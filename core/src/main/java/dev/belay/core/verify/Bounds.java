package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.Set;

/** Numbers that are said to be bounds: at most 5, over 5, 5 or more, 5+; or to be so at times. */
final class Bounds {

  /** The number after them is a bound. */
  private static final Set<String> BEFORE =
      Set.of(
          "least",
          "most",
          "than",
          "between",
          "exceeds",
          "exceed",
          "exceeding",
          "below",
          "above",
          "under",
          "over",
          "beyond",
          "minimum",
          "maximum");

  /** May stand between them and the number: less than or equal to, a maximum of. */
  private static final Set<String> LINKS = Set.of("or", "equal", "to", "of");

  private static final Set<String> OR =
      Set.of(
          "more", "less", "fewer", "greater", "higher", "larger", "lower", "smaller", "above",
          "below", "over", "under", "up", "beyond");

  private static final Set<String> AND = Set.of("up", "upwards", "above", "over", "below", "under");

  private static final Set<String> EXTREMES = Set.of("most", "least", "maximum", "minimum");

  private static final Set<String> CONDITIONS = Set.of("if", "when");
  private static final Set<String> OTHERWISE = Set.of("otherwise", "else");

  /** Between a condition and what holds otherwise. */
  private static final int MOST_TOKENS = 30;

  private final MathTokens tokens;
  private final Sentences sentences;

  Bounds(MathTokens tokens, Sentences sentences) {
    this.tokens = tokens;
    this.sentences = sentences;
  }

  /**
   * Whether an amount is a bound, or holds under a condition only.
   *
   * @param end after its unit
   */
  boolean limit(Amount amount, int end) {
    return isAfterBound(amount.from() - 1)
        || isBound(amount.to(), end)
        || isBound(end, end)
        || isConditional(end);
  }

  private boolean isAfterBound(int left) {
    int at = tokens.is(left, Kind.RIGHT_BRACE) ? left - 1 : left;
    if (tokens.is(at, Kind.RELATION)) {
      return true;
    }
    boolean upTo = tokens.at(at).isWord("to") && tokens.at(at - 1).isWord("up");
    boolean of = tokens.at(at).isWord("of");
    while (LINKS.contains(tokens.at(at).word())) {
      at--;
    }
    String word = tokens.at(at).word();
    return upTo || (BEFORE.contains(word) && (!of || word.endsWith("imum")));
  }

  private boolean isBound(int at, int end) {
    int first = tokens.is(at, Kind.LEFT_BRACE) ? at + 1 : at;
    String word = tokens.at(first).word();
    String next = tokens.at(first + 1).word();
    boolean unit = at < end && EXTREMES.contains(word);
    return unit
        || tokens.is(at, Kind.RELATION)
        || tokens.is(at, Kind.PLUS)
        || (word.equals("or") && OR.contains(next))
        || (word.equals("and") && AND.contains(next) && !tokens.is(first + 2, Kind.WORD))
        || (word.equals("at") && EXTREMES.contains(next));
  }

  /** {@code 5 if x is odd, 7 otherwise}. */
  private boolean isConditional(int end) {
    String word = tokens.at(end).word();
    int last = Math.min(sentences.end(end), end + MOST_TOKENS);
    int stop = CONDITIONS.contains(word) ? last : end;
    for (int i = end; i < stop; i++) {
      if (OTHERWISE.contains(tokens.at(i).word())) {
        return true;
      }
    }
    return OTHERWISE.contains(word);
  }
}
