package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;

/** What joins an operand to the next: signs and words of calculations, ranges, ratios. */
final class Operators {
  private final MathTokens tokens;

  Operators(MathTokens tokens) {
    this.tokens = tokens;
  }

  /** Where the operand after an addition, a range or the like begins; negative without one. */
  int additive(Amount left, boolean math) {
    int at = left.to();
    MathToken token = tokens.at(at);
    if (token.is(Kind.COLON) && isRatio(at)) {
      return at + 1;
    }
    if (token.isWord("to") && left.isNumber() && tokens.is(at + 1, Kind.NUMBER)) {
      return at + 1;
    }
    boolean compares =
        token.isWord("more")
            || token.isWord("less")
            || token.isWord("fewer")
            || token.isWord("greater");
    if (compares && tokens.at(at + 1).isWord("than") && tokens.startsNumber(at + 2)) {
      return at + 2;
    }
    int operator = isSign(at) ? at : tokens.afterUnit(at);
    return isSign(operator) && (math || tokens.startsOperand(operator + 1)) ? operator + 1 : -1;
  }

  /** {@code 1:2} and {@code 3:15}, but not {@code page 12: 7}. */
  private boolean isRatio(int colon) {
    MathToken after = tokens.at(colon + 1);
    return tokens.is(colon - 1, Kind.NUMBER)
        && after.is(Kind.NUMBER)
        && tokens.at(colon).spaced() == after.spaced();
  }

  private boolean isSign(int at) {
    MathToken token = tokens.at(at);
    boolean word = (token.isWord("plus") || token.isWord("minus")) && tokens.startsNumber(at + 1);
    return word || token.is(Kind.PLUS) || token.is(Kind.MINUS) || token.is(Kind.PLUS_MINUS);
  }

  /** Where the operand after a multiplication or division begins; negative without one. */
  int multiplicative(Amount left, boolean math) {
    int at = left.to();
    int operator = isTimes(at) ? at : tokens.afterUnit(at);
    MathToken token = tokens.at(operator);
    if (isTimes(operator)) {
      int next =
          token.isWord("multiplied") || token.isWord("divided") ? operator + 2 : operator + 1;
      return math || tokens.startsOperand(next) || tokens.is(next, Kind.MINUS) ? next : -1;
    }
    int of = tokens.at(at).isWord("of") ? at : -1;
    int operand = of < 0 ? -1 : tokens.at(of + 1).isWord("the") ? of + 2 : of + 1;
    Rational value = left.value();
    boolean share = left.percent() || (value != null && !value.isWhole());
    return of >= 0 && share && tokens.startsNumber(operand) ? operand : -1;
  }

  private boolean isTimes(int at) {
    MathToken token = tokens.at(at);
    boolean sign = token.is(Kind.TIMES) || token.is(Kind.DIVIDE);
    if (sign
        || (token.is(Kind.SLASH)
            && tokens.startsOperand(at + 1)
            && !tokens.is(at + 1, Kind.WORD))) {
      return true;
    }
    boolean by = token.isWord("multiplied") || token.isWord("divided");
    boolean word = token.isWord("x") || token.isWord("times") || token.isWord("over");
    return (word && tokens.startsNumber(at + 1)) || (by && tokens.at(at + 1).isWord("by"));
  }
}
