package dev.belay.core.verify;

import dev.belay.core.verify.Amount.Form;
import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the amount that begins at a token: a number with its sign, fraction, power, root, brackets
 * and per cent, or a calculation, a tuple, an expression. Nothing is computed but what is a way of
 * writing one number: {@code -3/4}, {@code 1 1/2}, {@code 2^{-1}}, {@code 5\times10^{-3}}, {@code
 * \sqrt{4}}, {@code 5 million}.
 *
 * <p>Every token is looked at a bounded number of times: brackets that do not close are known
 * beforehand, and no more than {@value #MAX_DEPTH} are followed into one another.
 */
final class AmountParser {
  static final int MAX_DEPTH = 12;

  private static final Rational THOUSAND = Rational.of(1000, 1);
  private static final Set<String> MILLE = Set.of("mille", "mil");

  private final MathTokens tokens;
  private final Operators operators;
  private long steps;

  AmountParser(MathTokens tokens) {
    this.tokens = tokens;
    this.operators = new Operators(tokens);
  }

  /** How many tokens were looked at as operands, for tests of what hostile texts cost. */
  long steps() {
    return steps;
  }

  /**
   * The amount that begins at a token; null when none does.
   *
   * @param mathematics whether a letter beside a number is a variable rather than a unit
   */
  @Nullable Amount parse(int from, boolean mathematics) {
    return sum(from, mathematics, 0);
  }

  private MathToken token(int at) {
    return tokens.at(at);
  }

  private boolean is(int at, Kind kind) {
    return tokens.is(at, kind);
  }

  private @Nullable Amount sum(int from, boolean math, int depth) {
    Amount left = term(from, math, depth);
    while (left != null) {
      int operand = operators.additive(left, math);
      Amount right = operand < 0 ? null : term(operand, math, depth);
      if (right == null) {
        return left;
      }
      left = joined(left, right);
    }
    return null;
  }

  /** Two operands are a calculation; with a variable among them an expression. */
  private static Amount joined(Amount left, Amount right) {
    boolean variable = isVariable(left) || isVariable(right);
    boolean symbolic = left.form() == Form.SYMBOLIC || right.form() == Form.SYMBOLIC;
    Form form = variable ? Form.EXPRESSION : symbolic ? Form.SYMBOLIC : Form.CALCULATION;
    return Amount.other(left.from(), right.to(), form);
  }

  private static boolean isVariable(Amount amount) {
    return amount.form() == Form.NAME || amount.form() == Form.EXPRESSION;
  }

  private @Nullable Amount term(int from, boolean math, int depth) {
    Amount left = factor(from, math, depth);
    boolean quotient = false;
    while (left != null) {
      int at = left.to();
      int operand = operators.multiplicative(left, math);
      if (operand < 0) {
        Amount product = beside(left, math, depth);
        if (product == null) {
          return left;
        }
        left = product;
        continue;
      }
      Amount right = factor(operand, math, depth);
      if (right == null) {
        return left;
      }
      boolean fraction = operand == at + 1 && is(at, Kind.SLASH) && !quotient;
      boolean power = operand == right.from() && isTenPower(operand) && !is(at, Kind.SLASH);
      quotient = true;
      left =
          left.isNumber() && right.isNumber() && (fraction || power)
              ? computed(left, right, fraction)
              : joined(left, right);
    }
    return null;
  }

  private static Amount computed(Amount left, Amount right, boolean fraction) {
    Rational first = left.value();
    Rational second = right.value();
    boolean byZero = fraction && second != null && second.numerator().signum() == 0;
    Rational value =
        first == null || second == null || byZero
            ? null
            : fraction ? first.dividedBy(second) : first.times(second);
    return left.withValue(value, right.to());
  }

  /** A power of ten, as in scientific notation. */
  private boolean isTenPower(int at) {
    return token(at).text().equals("10") && is(at + 1, Kind.POWER);
  }

  /** A product without a sign: {@code 2x}, {@code 7\pi}, {@code 2(4)}; null without one. */
  private @Nullable Amount beside(Amount left, boolean math, int depth) {
    int at = left.to();
    MathToken token = token(at);
    boolean symbol =
        token.is(Kind.ROOT) || token.is(Kind.COMMAND) || FunctionWords.after(tokens, at) > at;
    boolean bracket = token.is(Kind.OPEN) && !token.spaced() && tokens.closing(at) > 0;
    boolean function = left.form() == Form.SYMBOLIC && tokens.startsOperand(at);
    if (symbol || bracket || function || isVariable(token, math)) {
      Amount right = factor(at, math, depth);
      return right == null ? null : joined(left, right);
    }
    boolean unknown = token.is(Kind.WORD) && !token.spaced() && isUnknownUnit(token);
    return unknown ? Amount.other(left.from(), at + 1, Form.EXPRESSION) : null;
  }

  private static boolean isVariable(MathToken token, boolean math) {
    if (!token.isLetter() || (token.isWord("x") && token.spaced())) {
      return false;
    }
    boolean unit = MathWords.SHORT_UNITS.contains(token.word());
    return token.spaced() ? math && !unit : math || !unit;
  }

  /** Right after a number, {@code ab}, {@code x10}, {@code h30} are no units. */
  private static boolean isUnknownUnit(MathToken token) {
    boolean latin = token.text().chars().allMatch(c -> c < 0x250);
    boolean digits = token.text().substring(1).matches("\\d{2,9}");
    return latin
        && (token.text().length() == 2 || digits)
        && !MathWords.SHORT_UNITS.contains(token.word())
        && !Ordinals.ENDINGS.contains(token.word());
  }

  private @Nullable Amount factor(int from, boolean math, int depth) {
    steps++;
    MathToken token = token(from);
    if (depth > MAX_DEPTH) {
      return null;
    }
    boolean word =
        (token.isWord("minus") || token.isWord("negative")) && tokens.startsNumber(from + 1);
    if (word || token.is(Kind.MINUS) || token.is(Kind.PLUS) || token.is(Kind.PLUS_MINUS)) {
      Amount signed = factor(from + 1, math, depth + 1);
      return signed == null ? null : withSign(token, signed.since(from));
    }
    Amount primary = primary(from, math, depth);
    return primary == null ? null : withSuffixes(primary, math, depth);
  }

  private static Amount withSign(MathToken sign, Amount amount) {
    if (sign.is(Kind.PLUS_MINUS)) {
      return Amount.other(amount.from(), amount.to(), Form.SYMBOLIC);
    }
    Rational value = amount.value();
    return sign.is(Kind.PLUS) || value == null
        ? amount
        : amount.withValue(value.negated(), amount.to());
  }

  private Amount withSuffixes(Amount primary, boolean math, int depth) {
    Amount amount = primary;
    int more = FunctionWords.afterSuffix(tokens, amount.to());
    if (more > amount.to()) {
      return Amount.other(amount.from(), more, Form.SYMBOLIC);
    }
    if (is(amount.to(), Kind.POWER)) {
      amount = power(amount, math, depth);
    }
    MathToken next = token(amount.to());
    boolean endless = next.text().startsWith("\\") || (!next.spaced() && isDecimal(amount));
    if (next.is(Kind.ELLIPSIS) && endless) {
      return Amount.other(amount.from(), amount.to() + 1, Form.SYMBOLIC);
    }
    if (math && next.is(Kind.BANG) && !next.spaced()) {
      return Amount.other(amount.from(), amount.to() + 1, Form.SYMBOLIC);
    }
    if (isRun(amount.to())) {
      return Amount.other(amount.from(), amount.to() + 1, Form.SYMBOLIC);
    }
    Rational value = amount.value();
    int mille = afterPerMille(amount.to());
    if (mille > amount.to() && value != null) {
      return amount.withValue(value.dividedBy(THOUSAND), mille);
    }
    int percent = afterPercent(amount.to());
    boolean per = amount.isNumber() && percent > amount.to();
    return per ? new Amount(amount.from(), percent, Form.NUMBER, amount.value(), true) : amount;
  }

  /** {@code 9%%%}, {@code 9°°}: not even a share of a share is meant. */
  private boolean isRun(int at) {
    Kind kind = token(at).kind();
    boolean suffix = kind == Kind.PERCENT || kind == Kind.DEGREE;
    return suffix && is(at + 1, kind) && !token(at + 1).spaced();
  }

  private boolean isDecimal(Amount amount) {
    return token(amount.to() - 1).text().indexOf('.') >= 0;
  }

  private int afterPerMille(int at) {
    boolean per = token(at).isWord("per") && MILLE.contains(token(at + 1).word());
    return per ? at + 2 : token(at).text().equals("\u2030") ? at + 1 : at;
  }

  private int afterPercent(int at) {
    MathToken token = token(at);
    boolean per = token.isWord("per") && token(at + 1).isWord("cent");
    return per ? at + 2 : token.is(Kind.PERCENT) || token.isWord("percent") ? at + 1 : at;
  }

  private Amount power(Amount base, boolean math, int depth) {
    Amount exponent = factor(base.to() + 1, math, depth + 1);
    Rational power = exponent == null ? null : exponent.value();
    Rational value = base.value();
    if (exponent == null || power == null || !power.isWhole() || !base.isNumber()) {
      int end = exponent == null ? tokens.afterExponent(base.to()) : exponent.to();
      boolean variable = isVariable(base) || (exponent != null && isVariable(exponent));
      return Amount.other(base.from(), end, variable ? Form.EXPRESSION : Form.SYMBOLIC);
    }
    boolean large = power.numerator().bitLength() > 30;
    return base.withValue(
        value == null || large ? null : value.boundedPower(power.numerator().intValue()),
        exponent.to());
  }

  private @Nullable Amount primary(int from, boolean math, int depth) {
    MathToken token = token(from);
    if (depth > MAX_DEPTH) {
      return null;
    }
    return switch (token.kind()) {
      case NUMBER -> mixed(Amount.number(from, from + 1, token.value()), depth);
      case FRACTION -> fraction(from, math, depth);
      case ROOT -> root(from, math, depth);
      case OPEN, LEFT_BRACE -> group(from, math, depth);
      case BAR -> absolute(from, math, depth);
      case COMMAND -> Amount.other(from, afterArgument(from + 1), Form.SYMBOLIC);
      case WORD -> word(from);
      default -> null;
    };
  }

  private @Nullable Amount word(int from) {
    int after = FunctionWords.after(tokens, from);
    return after > from
        ? Amount.other(from, after, Form.SYMBOLIC)
        : token(from).isLetter() ? named(from) : null;
  }

  private int afterArgument(int at) {
    int close = is(at, Kind.LEFT_BRACE) ? tokens.closing(at) : -1;
    return close < 0 ? at : close + 1;
  }

  /** A variable, or a function of something. */
  private Amount named(int from) {
    MathToken open = token(from + 1);
    int close = open.is(Kind.OPEN) && !open.spaced() ? tokens.closing(from + 1) : -1;
    return Amount.other(from, close < 0 ? from + 1 : close + 1, Form.NAME);
  }

  /** {@code 1 1/2}, {@code 1\frac{1}{2}}, {@code 2½}, {@code 3 and a half}, {@code 5 million}. */
  private Amount mixed(Amount number, int depth) {
    Amount whole = number;
    Rational value = whole.value();
    Long factor = MathWords.magnitude(token(number.from()), token(whole.to()));
    while (factor != null && value != null) {
      value = value.times(Rational.of(factor, 1));
      whole = whole.withValue(value, whole.to() + 1);
      factor = MathWords.magnitude(token(number.from()), token(whole.to()));
    }
    int at = whole.to();
    if (at > number.to()) {
      return whole;
    }
    Rational parts = MixedNumbers.parts(value, token(at));
    if (parts != null) {
      return whole.withValue(parts, at + 1);
    }
    Amount part = value == null || !value.isWhole() ? null : MixedNumbers.part(tokens, at);
    if (part == null && is(at, Kind.FRACTION)) {
      part = fraction(at, true, depth + 1);
    }
    Rational share = part == null ? null : part.value();
    boolean proper = share != null && share.numerator().signum() > 0 && isBelowOne(share);
    return value != null && share != null && part != null && proper
        ? whole.withValue(value.plus(share), part.to())
        : whole;
  }

  private static boolean isBelowOne(Rational value) {
    return value.numerator().compareTo(value.denominator()) < 0;
  }

  private @Nullable Amount fraction(int from, boolean math, int depth) {
    Amount above = argument(from + 1, math, depth);
    Amount below = above == null ? null : argument(above.to(), math, depth);
    if (above == null || below == null) {
      return null;
    }
    return above.isNumber() && below.isNumber()
        ? computed(above, below, true).since(from)
        : joined(above, below).since(from);
  }

  /** What braces hold, or a single number. */
  private @Nullable Amount argument(int at, boolean math, int depth) {
    return is(at, Kind.LEFT_BRACE)
        ? group(at, math, depth)
        : tokens.startsValue(at) || is(at, Kind.COMMAND) ? primary(at, math, depth + 1) : null;
  }

  private @Nullable Amount root(int from, boolean math, int depth) {
    int at = from + 1;
    boolean other = token(at).text().equals("[");
    int close = other ? tokens.closing(at) : -1;
    boolean stump = other && close < 0;
    Amount radicand = stump ? null : argument(close < 0 ? at : close + 1, math, depth);
    if (radicand == null) {
      return Amount.other(from, from + 1, Form.SYMBOLIC);
    }
    Rational value = radicand.value();
    Rational root = other || value == null ? null : value.squareRoot();
    return root == null
        ? Amount.other(from, radicand.to(), Form.SYMBOLIC)
        : Amount.number(from, radicand.to(), root);
  }

  private @Nullable Amount group(int open, boolean math, int depth) {
    int close = tokens.closing(open);
    Amount inner = close < 0 || depth >= MAX_DEPTH ? null : sum(open + 1, true, depth + 1);
    if (inner == null || Ordinals.follows(token(inner.to()))) {
      return null;
    }
    int end = tokens.afterUnit(inner.to());
    if (end == close) {
      return inner.since(open).until(close + 1);
    }
    boolean list = is(open, Kind.OPEN) && (is(end, Kind.COMMA) || is(end, Kind.SEMICOLON));
    return list && isTuple(end, close, math, depth)
        ? Amount.other(open, close + 1, Form.TUPLE)
        : null;
  }

  private boolean isTuple(int comma, int close, boolean math, int depth) {
    int at = comma;
    while (is(at, Kind.COMMA) || is(at, Kind.SEMICOLON)) {
      Amount next = sum(at + 1, math, depth + 1);
      at = next == null ? -1 : next.to();
    }
    return at == close;
  }

  private @Nullable Amount absolute(int from, boolean math, int depth) {
    Amount inner =
        depth >= MAX_DEPTH || is(from + 1, Kind.BAR) ? null : sum(from + 1, math, depth + 1);
    if (inner == null || !is(inner.to(), Kind.BAR)) {
      return null;
    }
    Rational value = inner.value();
    Amount bare = inner.since(from).until(inner.to() + 1);
    if (inner.form() == Form.NAME) {
      return Amount.other(from, bare.to(), Form.EXPRESSION);
    }
    return value == null || value.numerator().signum() >= 0
        ? bare
        : bare.withValue(value.negated(), bare.to());
  }
}
