package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import dev.belay.core.verify.math.Value.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads words: numbers that are written out, sets with a name, or text. */
final class WordsParser {
  private static final int MAX_WORDS = 40;
  private static final Set<String> NOTHING =
      Set.of(
          "no solution",
          "no solutions",
          "no real solution",
          "no real solutions",
          "none",
          "empty set",
          "the empty set");
  private static final Set<String> EVERYTHING =
      Set.of("all real numbers", "all reals", "real numbers", "the real numbers", "all real");
  private static final Set<String> ARTICLES = Set.of("the", "a", "an");

  private WordsParser() {}

  /** Whether a range holds nothing but words and letters, and a word among them. */
  static boolean isWords(Tokens tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      Token token = tokens.at(i);
      boolean word =
          switch (token.type()) {
            case WORD, LETTER, STOP, PRIME, OPEN_BRACE, CLOSE_BRACE -> true;
            case MINUS -> i > from && i < to - 1 && !token.spaced();
            default -> false;
          };
      if (!word) {
        return false;
      }
    }
    return hasWord(tokens, from, to);
  }

  /** Whether a word is among the tokens. */
  static boolean hasWord(Tokens tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokens.is(i, TokenType.WORD)) {
        return true;
      }
    }
    return false;
  }

  static Value parse(Tokens tokens, int from, int to) {
    List<String> words = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Token token = tokens.at(i);
      switch (token.type()) {
        case STOP, PRIME, OPEN_BRACE, CLOSE_BRACE, MINUS, COMMA, BANG -> {}
        case WORD, LETTER, NUMBER, PERCENT, DEGREE, PI, COLON, DIVIDE, CURRENCY ->
            words.add(token.lower());
        default -> throw new Unreadable();
      }
      if (words.size() > MAX_WORDS) {
        throw new Unreadable();
      }
    }
    return meaning(tokens, from, to, words);
  }

  private static Value meaning(Tokens tokens, int from, int to, List<String> words) {
    Value number = number(tokens, from, to, words);
    if (number != null) {
      return number;
    }
    if (words.size() > 1 && ARTICLES.contains(words.getFirst())) {
      words.removeFirst();
    }
    words.remove("only");
    String normal = String.join(" ", words);
    if (normal.isEmpty()) {
      throw new Unreadable();
    }
    if (NOTHING.contains(normal)) {
      return new Unordered(List.of(), true);
    }
    if (EVERYTHING.contains(normal)) {
      return new Region(List.of(Interval.all()));
    }
    return new Words(normal.equals("does not exist") ? "dne" : normal, product(tokens, from, to));
  }

  /** A number in words, and perhaps a unit; null for others. */
  private static @Nullable Value number(Tokens tokens, int from, int to, List<String> words) {
    NumberNames.Named named = NumberNames.read(words);
    if (named == null) {
      return null;
    }
    Expr value = new Expr.Num(named.value());
    if (named.words() == words.size()) {
      return Scalar.of(value);
    }
    boolean plain = words.size() == to - from;
    Unit unit = plain ? Units.read(tokens, from + named.words(), to) : null;
    return unit == null || words.size() - named.words() > 2 ? null : new Scalar(value, unit, false);
  }

  private static @Nullable Expr product(Tokens tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokens.is(i, TokenType.WORD) && !Letters.isProduct(tokens.at(i))) {
        return null;
      }
    }
    try {
      return new ExpressionParser(tokens, from, to, true).whole();
    } catch (Unreadable e) {
      return null;
    }
  }
}
