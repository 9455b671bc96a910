package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Ambiguous;
import dev.belay.core.verify.math.Value.Numeral;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one amount: an expression with its unit, or words. */
final class ScalarParser {
  /** Words behind a number that make it another one. */
  private static final Set<String> NO_UNITS =
      Set.of(
          "more",
          "less",
          "fewer",
          "times",
          "than",
          "of",
          "to",
          "from",
          "or",
          "not",
          "is",
          "are",
          "divided",
          "multiplied",
          "plus",
          "by",
          "between",
          "half",
          "third",
          "quarter",
          "but",
          "through",
          "until",
          "dot",
          "over",
          "squared",
          "cubed",
          "greater",
          "smaller",
          "factorial");

  private static final int MAX_COMPOUND = 16;

  private final Tokens tokens;

  ScalarParser(Tokens tokens) {
    this.tokens = tokens;
  }

  Value parse(int from, int to) {
    if (WordsParser.isWords(tokens, from, to)) {
      return WordsParser.parse(tokens, from, to);
    }
    try {
      return amount(from, to);
    } catch (Unreadable e) {
      if (WordsParser.hasWord(tokens, from, to)) {
        return WordsParser.parse(tokens, from, to);
      }
      throw e;
    }
  }

  private Value amount(int from, int to) {
    Value numeral = numeral(from, to);
    if (numeral != null) {
      return numeral;
    }
    int end = withoutModulus(from, to);
    if (tokens.is(end - 1, TokenType.PERCENT) && end - 1 > from) {
      return signed(from, end - 1, Unit.NONE, true);
    }
    boolean scale =
        tokens.is(end - 2, TokenType.DEGREE)
            && tokens.is(end - 1, TokenType.LETTER)
            && end - 2 > from;
    if (scale && "CFK".contains(tokens.at(end - 1).text())) {
      return signed(from, end - 2, Unit.of("temperature " + tokens.at(end - 1).text()), false);
    }
    Value value = signed(from, end, Unit.NONE, false);
    return withUnitLetter(value, from, end);
  }

  /** {@code 5 m} may be five metres, or five times a variable. */
  private Value withUnitLetter(Value value, int from, int to) {
    boolean letter =
        to - from >= 2
            && tokens.is(from, TokenType.NUMBER)
            && Units.isLetter(tokens.at(from + 1))
            && tokens.at(from + 1).spaced();
    Unit unit = letter ? Units.read(tokens, from + 1, to) : null;
    if (unit == null || !unit.isKnown()) {
      return value;
    }
    Expr number = new ExpressionParser(tokens, from, from + 1, true).whole();
    return new Ambiguous(value, new Scalar(number, unit, false), true);
  }

  /** {@code 10101_2}; null for others. */
  private @Nullable Value numeral(int from, int to) {
    boolean digits = tokens.is(from, TokenType.NUMBER) && tokens.is(from + 1, TokenType.SUBSCRIPT);
    int end = digits ? tokens.after(from + 2) : from;
    if (!digits || end != to) {
      return null;
    }
    Expr base = base(from + 2, to);
    String shown = tokens.at(from).text();
    boolean valid =
        base instanceof Expr.Num(Rational radix) && Numerals.value(shown, radix) != null;
    if (!valid || !(base instanceof Expr.Num(Rational radix))) {
      throw new Unreadable();
    }
    return new Numeral(shown, radix);
  }

  /** A base as a number or in words. */
  private Expr base(int from, int to) {
    int word = tokens.is(from, TokenType.OPEN_BRACE) ? from + 1 : from;
    NumberNames.Named named = NumberNames.read(List.of(tokens.at(word).lower()));
    return named != null
        ? new Expr.Num(named.value())
        : new ExpressionParser(tokens, from, to, true).whole();
  }

  /** What is congruent is named by its remainder: the modulus is left out. */
  private int withoutModulus(int from, int to) {
    for (int i = from; i < to; i = tokens.after(i)) {
      boolean inBracket = tokens.is(i, TokenType.OPEN_ROUND) && tokens.is(i + 1, TokenType.MODULO);
      if (i > from && (tokens.is(i, TokenType.MODULO) || inBracket)) {
        return i;
      }
    }
    return to;
  }

  /** An expression with its unit; with ± it is two. */
  private Value signed(int from, int to, Unit unit, boolean percent) {
    ExpressionParser parser = new ExpressionParser(tokens, from, to, true);
    Expr upper = parser.expression();
    Value rest = rest(parser, from, to, upper, unit, percent);
    if (!parser.hasPlusMinus() || !(rest instanceof Scalar(Expr expr, Unit own, boolean share))) {
      return rest;
    }
    Expr lower = new ExpressionParser(tokens, from, to, false).expression();
    return new Unordered(
        List.of(new Scalar(expr, own, share), new Scalar(lower, own, share)), false);
  }

  private Value rest(
      ExpressionParser parser, int from, int to, Expr expr, Unit given, boolean percent) {
    int at = parser.position();
    Expr value = expr;
    while (at < to && Units.isMagnitude(tokens.at(at))) {
      value = Expr.product(value, new Expr.Num(Units.magnitude(tokens.at(at))));
      at++;
    }
    Unit unit = parser.hasDegrees() ? Unit.DEGREES : given;
    if (parser.currency() != null) {
      unit = Units.ofCurrency(parser.currency());
    }
    if (at == to - 1 && tokens.is(at, TokenType.CURRENCY)) {
      return new Scalar(value, Units.ofCurrency(tokens.at(at).text()), percent);
    }
    if (at == to) {
      return new Scalar(value, unit, percent);
    }
    for (int i = at; i < to; i++) {
      if (NO_UNITS.contains(tokens.at(i).lower())) {
        throw new Unreadable();
      }
    }
    Unit read = Units.read(tokens, at, to);
    if (read == null) {
      return compound(from, at, to);
    }
    return new Scalar(value, read.isKnown() ? read : unit, percent);
  }

  /** {@code 5 feet 6 inches}. */
  private Value compound(int from, int unit, int to) {
    if (to - from > MAX_COMPOUND) {
      throw new Unreadable();
    }
    int second = unit;
    while (second < to && !tokens.is(second, TokenType.NUMBER)) {
      second++;
    }
    if (second == unit || second == to || tokens.is(second - 1, TokenType.POWER)) {
      throw new Unreadable();
    }
    Value sum = Lists.sum(List.of(amount(from, second), amount(second, to)));
    if (sum == null) {
      throw new Unreadable();
    }
    return sum;
  }

  /**
   * A number with a comma before its decimals; with a unit it is nothing else, without one it may
   * be two numbers too, which is how a reference is read.
   *
   * @param list what it is as a list
   */
  Value decimalComma(int from, int to, int comma, Value list) {
    int start = tokens.is(from, TokenType.MINUS) ? from + 1 : from;
    Token whole = tokens.at(start);
    Token decimals = tokens.at(comma + 1);
    boolean written =
        comma == start + 1
            && whole.isWhole()
            && decimals.isWhole()
            && !decimals.spaced()
            && !tokens.at(comma).spaced()
            && decimals.text().chars().allMatch(Character::isDigit);
    if (!written || whole.value() == null || decimals.value() == null) {
      return list;
    }
    int places = decimals.text().length();
    Rational part = decimals.value().dividedBy(Rational.of(10, 1).power(places));
    Rational size = whole.value().plus(part);
    Expr number = new Expr.Num(start > from ? size.negated() : size);
    int end = comma + 2;
    boolean percent = end == to - 1 && tokens.is(end, TokenType.PERCENT);
    if (end == to) {
      return new Ambiguous(list, Scalar.of(number), false);
    }
    Unit unit = percent ? Unit.NONE : Units.read(tokens, end, to);
    return unit == null ? list : new Scalar(number, unit, percent);
  }
}
