package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import dev.belay.core.verify.math.Expr.Product;
import dev.belay.core.verify.math.Expr.Sym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what operators stand between: numbers, letters, brackets, roots and functions. */
final class OperandParser {
  private final Cursor cursor;
  private final ExpressionParser expressions;
  private int trigonometric;
  private @Nullable String currency;

  OperandParser(Cursor cursor, ExpressionParser expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  /** Whether the argument of a trigonometric function is being read. */
  boolean isInAngle() {
    return trigonometric > 0;
  }

  /** The currency sign that was read; null without one. */
  @Nullable String currency() {
    return currency;
  }

  Expr operand() {
    Token token = cursor.token();
    if (cursor.atEnd()) {
      throw new Unreadable();
    }
    return switch (token.type()) {
      case NUMBER -> number();
      case VULGAR -> {
        cursor.advance();
        yield new Num(valueOf(token));
      }
      case LETTER -> letter();
      case PI -> constant(Const.PI);
      case INFINITY -> constant(Const.INFINITY);
      case WORD -> letters(token);
      case FRACTION -> {
        cursor.advance();
        yield Expr.quotient(argument(), argument());
      }
      case BINOMIAL -> {
        cursor.advance();
        yield Expr.call("binomial", argument(), argument());
      }
      case ROOT -> root();
      case FUNCTION -> function();
      case CURRENCY -> money();
      case OPEN_BRACE -> expressions.group(TokenType.CLOSE_BRACE);
      case OPEN_ROUND -> expressions.group(TokenType.CLOSE_ROUND);
      case OPEN_SQUARE -> expressions.group(TokenType.CLOSE_SQUARE);
      case OPEN_FLOOR -> Expr.call("floor", expressions.group(TokenType.CLOSE_FLOOR));
      case OPEN_CEILING -> Expr.call("ceil", expressions.group(TokenType.CLOSE_CEILING));
      case BAR -> expressions.absolute();
      default -> throw new Unreadable();
    };
  }

  static Rational valueOf(Token token) {
    if (token.value() == null) {
      throw new Unreadable();
    }
    return token.value();
  }

  private Expr constant(Const constant) {
    cursor.advance();
    return constant;
  }

  private Expr money() {
    currency = cursor.token().text();
    cursor.advance();
    if (!cursor.token().is(TokenType.NUMBER)) {
      throw new Unreadable();
    }
    return number();
  }

  private Expr argument() {
    if (cursor.token().is(TokenType.NUMBER)) {
      Expr number = new Num(valueOf(cursor.token()));
      cursor.advance();
      return number;
    }
    cursor.enter();
    Expr argument =
        cursor.token().is(TokenType.OPEN_BRACE)
            ? expressions.group(TokenType.CLOSE_BRACE)
            : operand();
    cursor.leave();
    return argument;
  }

  /** A number, a mixed number, or digits in a base. */
  private Expr number() {
    Rational value = valueOf(cursor.token());
    boolean whole = cursor.token().isWhole();
    cursor.advance();
    if (cursor.token().is(TokenType.SUBSCRIPT)) {
      return numeral(cursor.before().text());
    }
    Rational part = whole ? fractionalPart() : null;
    return new Num(part == null ? value : value.plus(part));
  }

  private Expr numeral(String digits) {
    cursor.advance();
    Expr base = argument();
    Rational value = base instanceof Num(Rational radix) ? Numerals.value(digits, radix) : null;
    if (value == null) {
      throw new Unreadable();
    }
    return new Num(value);
  }

  /** The proper fraction behind a whole number; null, and nothing taken, without one. */
  private @Nullable Rational fractionalPart() {
    Token token = cursor.token();
    if (token.is(TokenType.VULGAR)) {
      cursor.advance();
      return valueOf(token);
    }
    int position = cursor.position();
    boolean command = token.is(TokenType.FRACTION);
    boolean plain = token.isWhole() && token.spaced() && cursor.ahead(1).is(TokenType.DIVIDE);
    if (!command && !plain) {
      return null;
    }
    int first = command ? position + 1 : position;
    int second = command ? cursor.tokens().after(first) : position + 2;
    Rational above = whole(first);
    Rational below = whole(second);
    if (above == null || below == null || above.signum() <= 0 || above.compareTo(below) >= 0) {
      return null;
    }
    cursor.moveTo(cursor.tokens().after(second));
    return above.dividedBy(below);
  }

  /** The whole number at a place, perhaps in braces; null for all else. */
  private @Nullable Rational whole(int position) {
    boolean braced = cursor.tokens().is(position, TokenType.OPEN_BRACE);
    if (braced && cursor.tokens().closing(position) != position + 2) {
      return null;
    }
    Token token = cursor.tokens().at(braced ? position + 1 : position);
    return position < cursor.end() && token.isWhole() ? token.value() : null;
  }

  private Expr letters(Token word) {
    if (!ExpressionParser.isProduct(word)) {
      throw new Unreadable();
    }
    cursor.advance();
    List<Expr> factors = new ArrayList<>();
    for (int i = 0; i < word.text().length(); i++) {
      factors.add(named(word.text().substring(i, i + 1)));
    }
    return new Product(List.copyOf(factors));
  }

  static Expr named(String letter) {
    return switch (letter) {
      case "e" -> Const.E;
      case "i" -> Const.I;
      default -> new Sym(letter);
    };
  }

  private Expr letter() {
    StringBuilder name = new StringBuilder(cursor.token().text());
    boolean bare = true;
    cursor.advance();
    while (cursor.take(TokenType.PRIME)) {
      name.append('\'');
      bare = false;
    }
    if (cursor.take(TokenType.SUBSCRIPT)) {
      int from = cursor.position();
      cursor.moveTo(Math.min(cursor.tokens().after(from), cursor.end()));
      name.append('_').append(cursor.tokens().shown(from, cursor.position()));
      bare = false;
    }
    boolean applied = "fgh".indexOf(name.charAt(0)) >= 0 && cursor.token().is(TokenType.OPEN_ROUND);
    if (applied && !cursor.token().spaced()) {
      return new Call(name + "()", arguments());
    }
    return bare ? named(name.toString()) : new Sym(name.toString());
  }

  private List<Expr> arguments() {
    TokenType close = cursor.token().type().closing();
    cursor.advance();
    List<Expr> arguments = new ArrayList<>();
    arguments.add(expressions.expression());
    while (cursor.take(TokenType.COMMA)) {
      arguments.add(expressions.expression());
    }
    if (close == null) {
      throw new Unreadable();
    }
    cursor.expect(close);
    return List.copyOf(arguments);
  }

  private Expr root() {
    cursor.advance();
    Expr index = Expr.Num.of(2);
    if (cursor.token().is(TokenType.OPEN_SQUARE)) {
      index = expressions.group(TokenType.CLOSE_SQUARE);
    }
    return new Pow(argument(), new Pow(index, Num.MINUS_ONE));
  }

  private Expr function() {
    String name = cursor.token().text();
    cursor.advance();
    Expr exponent = null;
    Expr base = null;
    if (cursor.take(TokenType.SUBSCRIPT)) {
      base = argument();
    }
    if (cursor.take(TokenType.POWER)) {
      exponent = expressions.exponent();
    }
    if (base == null && cursor.take(TokenType.SUBSCRIPT)) {
      base = argument();
    }
    boolean inverse = Num.MINUS_ONE.equals(exponent) && Functions.isTrigonometric(name);
    trigonometric += Functions.isTrigonometric(name) && !inverse ? 1 : 0;
    List<Expr> arguments = functionArguments();
    trigonometric -= Functions.isTrigonometric(name) && !inverse ? 1 : 0;
    Expr value = Functions.of(inverse ? "arc" + name : name, base, arguments);
    return exponent == null || inverse ? value : new Pow(value, exponent);
  }

  private List<Expr> functionArguments() {
    cursor.enter();
    boolean bracketed =
        cursor.token().is(TokenType.OPEN_ROUND)
            || cursor.token().is(TokenType.OPEN_SQUARE)
            || cursor.token().is(TokenType.OPEN_BRACE)
            || cursor.token().is(TokenType.OPEN_SET);
    List<Expr> arguments = bracketed ? arguments() : List.of(bareArgument());
    cursor.leave();
    return arguments;
  }

  /** Factors up to the next operator or function: {@code \sin 2x \cos y} has one of {@code 2x}. */
  private Expr bareArgument() {
    if (ExpressionParser.isSign(cursor.token())) {
      cursor.enter();
      Expr opposite = expressions.negative() ? bareArgument().negated() : bareArgument();
      cursor.leave();
      return opposite;
    }
    List<Expr> factors = new ArrayList<>();
    factors.add(expressions.factor());
    while (expressions.startsImplied()
        && !cursor.token().is(TokenType.FUNCTION)
        && !cursor.token().is(TokenType.OPEN_ROUND)) {
      factors.add(expressions.factor());
    }
    if (factors.contains(Const.PI)
        && cursor.token().is(TokenType.DIVIDE)
        && cursor.ahead(1).is(TokenType.NUMBER)) {
      cursor.advance();
      factors.add(new Pow(expressions.factor(), Num.MINUS_ONE));
    }
    return new Product(List.copyOf(factors));
  }
}
