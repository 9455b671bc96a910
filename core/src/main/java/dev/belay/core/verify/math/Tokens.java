package dev.belay.core.verify.math;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The tokens of an answer with the brackets that belong together. */
final class Tokens {
  private static final int MAX_DEPTH = 60;
  private static final Set<String> ORDINALS = Set.of("th", "st", "nd", "rd");
  private static final Token NONE = new Token(TokenType.OTHER, "", null, true, false);

  private final List<Token> tokens;
  private final int[] closing;

  private Tokens(List<Token> tokens) {
    this.tokens = tokens;
    this.closing = matched(tokens);
  }

  /**
   * The tokens of a text.
   *
   * @throws Unreadable where brackets do not match, or nest too deep
   */
  static Tokens of(String text) {
    return new Tokens(withRoundEnds(withArgumentsApart(Lexer.tokens(text))));
  }

  /** {@code ]2,5[} is {@code (2,5)}. */
  private static List<Token> withRoundEnds(List<Token> tokens) {
    int last = tokens.size() - 1;
    boolean outward =
        last > 3
            && isSquare(tokens.getFirst())
            && isSquare(tokens.get(last))
            && (tokens.getFirst().is(TokenType.CLOSE_SQUARE)
                || tokens.get(last).is(TokenType.OPEN_SQUARE));
    if (outward) {
      Token open = tokens.getFirst();
      Token close = tokens.get(last);
      tokens.set(0, open.is(TokenType.OPEN_SQUARE) ? open : round(TokenType.OPEN_ROUND, "(", open));
      tokens.set(
          last,
          close.is(TokenType.CLOSE_SQUARE) ? close : round(TokenType.CLOSE_ROUND, ")", close));
    }
    return tokens;
  }

  private static boolean isSquare(Token token) {
    return token.is(TokenType.OPEN_SQUARE) || token.is(TokenType.CLOSE_SQUARE);
  }

  private static Token round(TokenType type, String text, Token of) {
    return new Token(type, text, null, of.spaced(), of.worded());
  }

  /** {@code \frac12} has two arguments of one digit each. */
  private static List<Token> withArgumentsApart(List<Token> tokens) {
    List<Token> apart = new ArrayList<>(tokens);
    for (int i = 0; i < apart.size(); i++) {
      if (apart.get(i).is(TokenType.FRACTION) || apart.get(i).is(TokenType.BINOMIAL)) {
        int second = afterArgument(apart, i + 1);
        afterArgument(apart, second);
      } else if (apart.get(i).is(TokenType.POWER)) {
        withoutOrdinal(apart, i);
      } else if (isMinutes(apart, i)) {
        Token token = apart.get(i);
        apart.set(i, new Token(TokenType.WORD, "min", null, token.spaced(), token.worded()));
      } else if (isCross(apart, i)) {
        apart.set(i, new Token(TokenType.TIMES, "*", null, true, false));
      }
    }
    return apart;
  }

  /** {@code 4^{\text{th}}} is no power. */
  private static void withoutOrdinal(List<Token> tokens, int power) {
    boolean braced = power + 3 < tokens.size() && tokens.get(power + 1).is(TokenType.OPEN_BRACE);
    int word = braced ? power + 2 : power + 1;
    boolean ordinal = word < tokens.size() && ORDINALS.contains(tokens.get(word).text());
    if (ordinal && (!braced || tokens.get(power + 3).is(TokenType.CLOSE_BRACE))) {
      if (braced) {
        tokens.remove(power + 3);
        tokens.remove(power + 1);
      }
      tokens.remove(power);
    }
  }

  /** {@code 30 min} is no minimum. */
  private static boolean isMinutes(List<Token> tokens, int at) {
    boolean last = at == tokens.size() - 1 || tokens.get(at + 1).type().closing() == null;
    return last && tokens.get(at).is(TokenType.FUNCTION) && tokens.get(at).text().equals("min");
  }

  /** The letter of {@code 3 x 10^8}. */
  private static boolean isCross(List<Token> tokens, int at) {
    return tokens.get(at).isWord("x")
        && at > 0
        && at + 2 < tokens.size()
        && tokens.get(at - 1).is(TokenType.NUMBER)
        && tokens.get(at + 1).text().equals("10")
        && tokens.get(at + 2).is(TokenType.POWER);
  }

  private static int afterArgument(List<Token> tokens, int at) {
    if (at >= tokens.size()) {
      return at;
    }
    Token token = tokens.get(at);
    if (token.isWhole() && token.text().length() > 1) {
      String digits = token.text();
      tokens.set(at, digits(digits.substring(0, 1), token));
      tokens.add(at + 1, digits(digits.substring(1), token));
      return at + 1;
    }
    if (!token.is(TokenType.OPEN_BRACE)) {
      return at + 1;
    }
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      depth +=
          tokens.get(i).is(TokenType.OPEN_BRACE)
              ? 1
              : tokens.get(i).is(TokenType.CLOSE_BRACE) ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private static Token digits(String text, Token of) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Unreadable();
    }
    return new Token(TokenType.NUMBER, text, Rational.of(text), false, of.worded());
  }

  private static int[] matched(List<Token> tokens) {
    int[] closing = new int[tokens.size()];
    Arrays.fill(closing, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < closing.length; i++) {
      TokenType type = tokens.get(i).type();
      if (type.closing() != null) {
        open.push(i);
      } else if (type.closes()) {
        if (open.isEmpty() || !matches(tokens.get(open.peek()).type(), type)) {
          throw new Unreadable();
        }
        closing[open.pop()] = i;
      }
      if (open.size() > MAX_DEPTH) {
        throw new Unreadable();
      }
    }
    if (!open.isEmpty()) {
      throw new Unreadable();
    }
    return closing;
  }

  /** Half-open intervals have brackets of two kinds. */
  private static boolean matches(TokenType open, TokenType close) {
    boolean half =
        (open == TokenType.OPEN_ROUND || open == TokenType.OPEN_SQUARE)
            && (close == TokenType.CLOSE_ROUND || close == TokenType.CLOSE_SQUARE);
    return half || open.closing() == close;
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; one that is nothing beyond the ends. */
  Token at(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
  }

  boolean is(int index, TokenType type) {
    return at(index).is(type);
  }

  /** The bracket that closes the one at an index; -1 when that opens none. */
  int closing(int index) {
    return index >= 0 && index < closing.length ? closing[index] : -1;
  }

  /** After the token at an index, or after the whole bracket that it opens. */
  int after(int index) {
    int close = closing(index);
    return close < 0 ? index + 1 : close + 1;
  }

  /** Whether a range is one bracket of a type. */
  boolean isBracket(int from, int to, TokenType open) {
    return is(from, open) && closing(from) == to - 1;
  }

  /** The tokens of a type in a range, outside of brackets. */
  List<Integer> outside(int from, int to, java.util.function.Predicate<Token> wanted) {
    List<Integer> found = new ArrayList<>();
    for (int i = from; i < to; i = after(i)) {
      if (wanted.test(at(i))) {
        found.add(i);
      }
    }
    return found;
  }

  /** What stands in a range, without white space. */
  String shown(int from, int to) {
    StringBuilder shown = new StringBuilder();
    for (int i = from; i < Math.min(to, tokens.size()); i++) {
      TokenType type = tokens.get(i).type();
      if (type != TokenType.OPEN_BRACE && type != TokenType.CLOSE_BRACE) {
        shown.append(tokens.get(i).text());
      }
    }
    return shown.toString();
  }
}
