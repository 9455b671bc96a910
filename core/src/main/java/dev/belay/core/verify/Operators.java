package dev.belay.core.verify;

import dev.belay.core.verify.Amount.Form;
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
    int range = left.isNumber() || left.form() == Form.CALCULATION ? range(left) : -1;
    if (range > 0) {
      return range;
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

  /** Where the other end of a range, or a number beside it, begins; negative without one. */
  private int range(Amount left) {
    int at = left.to();
    int word = tokens.afterUnit(at);
    int operand =
        switch (tokens.at(at).kind()) {
          case STOP, ELLIPSIS -> tokens.at(at + 1).spaced() ? -1 : at + 1;
          case BAR -> tokens.at(at).spaced() && tokens.at(at + 1).spaced() ? at + 1 : -1;
          case PLUS -> tokens.is(at + 1, Kind.SLASH) && tokens.is(at + 2, Kind.MINUS) ? at + 3 : -1;
          case OTHER -> tokens.at(at).text().equals("&") || isDash(at) ? at + 1 : -1;
          default -> afterRangeWord(word);
        };
    return tokens.is(operand, Kind.NUMBER) ? operand : -1;
  }

  private int afterRangeWord(int at) {
    String next = tokens.at(at + 1).word();
    return switch (tokens.at(at).word()) {
      case "through", "thru", "versus" -> at + 1;
      case "vs" -> tokens.is(at + 1, Kind.STOP) ? at + 2 : at + 1;
      case "up" -> next.equals("to") ? at + 2 : -1;
      case "plus" -> next.equals("or") && tokens.at(at + 2).isWord("minus") ? at + 3 : -1;
      default -> -1;
    };
  }

  /** {@code 5 — 7.}; but what goes on after the other number only explains the first. */
  private boolean isDash(int at) {
    int end = tokens.afterUnit(at + 2);
    boolean ends =
        tokens.is(end, Kind.NEWLINE)
            || tokens.is(end, Kind.STOP)
            || tokens.is(end, Kind.RIGHT_BRACE);
    return tokens.at(at).text().equals("\u2014") && (ends || !tokens.at(at + 1).spaced());
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
