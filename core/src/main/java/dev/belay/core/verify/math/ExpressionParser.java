package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import dev.belay.core.verify.math.Expr.Product;
import dev.belay.core.verify.math.Expr.Sum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent. Multiplication and division bind alike, from the left,
 * written or implied: {@code 1/2x} is half of {@code x}; letters in a row are one factor: {@code
 * 1/ab}. A degree sign inside a trigonometric function makes its argument degrees; elsewhere it is
 * a unit.
 */
final class ExpressionParser {
  private static final Expr DEGREE = Expr.product(new Num(Rational.of(1, 180)), Const.PI);

  private final Cursor cursor;
  private final OperandParser operands;
  private final boolean upper;
  private int bars;
  private boolean plusMinus;
  private boolean degrees;

  /**
   * @param upper whether ± is read as plus and ∓ as minus, or the other way round
   */
  ExpressionParser(Tokens tokens, int from, int to, boolean upper) {
    this.cursor = new Cursor(tokens, from, to);
    this.operands = new OperandParser(cursor, this);
    this.upper = upper;
  }

  /** Whether ± or ∓ was read. */
  boolean hasPlusMinus() {
    return plusMinus;
  }

  /** Whether a degree sign was read that stands for a unit. */
  boolean hasDegrees() {
    return degrees;
  }

  /** The currency sign that was read; null without one. */
  @Nullable String currency() {
    return operands.currency();
  }

  /** Where the expression ended. */
  int position() {
    return cursor.position();
  }

  /**
   * The expression that begins here, as long as it is.
   *
   * @throws Unreadable where none begins
   */
  Expr expression() {
    cursor.enter();
    List<Expr> terms = new ArrayList<>();
    terms.add(term());
    while (true) {
      Token token = cursor.token();
      if (token.is(TokenType.PLUS)) {
        cursor.advance();
        terms.add(term());
      } else if (isSign(token)) {
        terms.add(term());
      } else {
        cursor.leave();
        return terms.size() == 1 ? terms.getFirst() : new Sum(List.copyOf(terms));
      }
    }
  }

  /** All of the range as one expression. */
  Expr whole() {
    Expr expression = expression();
    if (!cursor.atEnd()) {
      throw new Unreadable();
    }
    return expression;
  }

  static boolean isSign(Token token) {
    return token.is(TokenType.MINUS)
        || token.is(TokenType.PLUS_MINUS)
        || token.is(TokenType.MINUS_PLUS);
  }

  private Expr term() {
    if (!isSign(cursor.token()) && !cursor.token().is(TokenType.PLUS)) {
      return product();
    }
    cursor.enter();
    boolean negative = negative();
    Expr operand = term();
    cursor.leave();
    return negative ? operand.negated() : operand;
  }

  /** Takes a sign. */
  boolean negative() {
    TokenType type = cursor.token().type();
    cursor.advance();
    boolean both = type == TokenType.PLUS_MINUS || type == TokenType.MINUS_PLUS;
    plusMinus = plusMinus || both;
    return both ? (type == TokenType.PLUS_MINUS) != upper : type == TokenType.MINUS;
  }

  private Expr product() {
    List<Expr> factors = new ArrayList<>();
    factors.add(factor());
    while (true) {
      if (cursor.take(TokenType.TIMES)) {
        factors.add(signed());
      } else if (cursor.take(TokenType.DIVIDE)) {
        factors.add(new Pow(signed(), Num.MINUS_ONE));
      } else if (startsImplied()) {
        factors.add(factor());
      } else {
        return factors.size() == 1 ? factors.getFirst() : new Product(List.copyOf(factors));
      }
    }
  }

  /** Letters in a row are one factor, and a power behind them belongs to the last. */
  private Expr lettersWithPower() {
    String letters = cursor.token().text();
    List<Expr> factors = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      factors.add(OperandParser.named(letters.substring(i, i + 1)));
    }
    cursor.moveTo(cursor.position() + 2);
    Expr last = factors.removeLast();
    factors.add(marked(new Pow(last, exponent())));
    return new Product(List.copyOf(factors));
  }

  static boolean isProduct(Token token) {
    return Letters.isProduct(token) && !Units.isName(token);
  }

  private Expr signed() {
    if (!isSign(cursor.token())) {
      return factor();
    }
    cursor.enter();
    boolean negative = negative();
    Expr operand = signed();
    cursor.leave();
    return negative ? operand.negated() : operand;
  }

  boolean startsImplied() {
    Token token = cursor.token();
    return switch (token.type()) {
      case LETTER -> !cursor.atEnd() && !Units.isName(token);
      case PI,
          INFINITY,
          FRACTION,
          ROOT,
          FUNCTION,
          BINOMIAL,
          OPEN_ROUND,
          OPEN_SQUARE,
          OPEN_BRACE,
          OPEN_FLOOR,
          OPEN_CEILING ->
          !cursor.atEnd();
      case WORD -> !cursor.atEnd() && isProduct(token);
      case NUMBER -> !cursor.atEnd() && cursor.before().type().closes();
      case BAR -> !cursor.atEnd() && bars == 0;
      default -> false;
    };
  }

  Expr factor() {
    if (isProduct(cursor.token()) && cursor.ahead(1).is(TokenType.POWER)) {
      return lettersWithPower();
    }
    Expr base = postfixed();
    if (!cursor.take(TokenType.POWER)) {
      return base;
    }
    cursor.enter();
    Expr exponent = exponent();
    cursor.leave();
    Expr power = new Pow(base, exponent);
    return cursor.take(TokenType.BANG) ? Expr.call("factorial", power) : marked(power);
  }

  Expr exponent() {
    if (cursor.token().is(TokenType.OPEN_BRACE)) {
      Expr exponent = group(TokenType.CLOSE_BRACE);
      return cursor.take(TokenType.POWER) ? new Pow(exponent, exponent()) : exponent;
    }
    cursor.enter();
    Expr exponent;
    if (isSign(cursor.token())) {
      exponent = negative() ? exponent().negated() : exponent();
    } else {
      exponent = cursor.token().is(TokenType.NUMBER) ? plainExponent() : factor();
    }
    cursor.leave();
    return exponent;
  }

  /** No fraction behind it belongs to an exponent that is a bare number. */
  private Expr plainExponent() {
    Expr exponent = new Num(OperandParser.valueOf(cursor.token()));
    cursor.advance();
    while (cursor.take(TokenType.BANG)) {
      exponent = Expr.call("factorial", exponent);
    }
    return cursor.take(TokenType.POWER) ? new Pow(exponent, exponent()) : exponent;
  }

  private Expr postfixed() {
    Expr value = operands.operand();
    if (cursor.take(TokenType.BANG)) {
      value = Expr.call("factorial", value);
    }
    if (cursor.token().is(TokenType.BANG)) {
      throw new Unreadable();
    }
    return marked(value);
  }

  private Expr marked(Expr value) {
    if (!cursor.take(TokenType.DEGREE)) {
      return value;
    }
    boolean angle = operands.isInAngle();
    degrees = degrees || !angle;
    return angle ? Expr.product(value, DEGREE) : value;
  }

  /** What stands in a bracket; {@code n \choose k} may stand there too. */
  Expr group(TokenType close) {
    int outer = bars;
    bars = 0;
    cursor.advance();
    Expr inside = expression();
    if (cursor.take(TokenType.CHOOSE)) {
      inside = Expr.call("binomial", inside, expression());
    }
    cursor.expect(close);
    bars = outer;
    return inside;
  }

  /** What stands between bars. */
  Expr absolute() {
    cursor.advance();
    bars++;
    Expr inside = expression();
    bars--;
    cursor.expect(TokenType.BAR);
    return Expr.call("abs", inside);
  }
}
