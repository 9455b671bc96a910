package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.NumberNames;
import dev.belay.core.verify.math.Rational;
import org.jspecify.annotations.Nullable;

/** What may follow a whole number to make a mixed one: ½, 1/2, "and a half". */
final class MixedNumbers {
  private MixedNumbers() {}

  /** {@code 5 sixths}; null for what is none. Quarters are coins too. */
  static @Nullable Rational parts(@Nullable Rational number, MathToken word) {
    Integer below = NumberNames.part(word.word());
    boolean plural = word.word().endsWith("s") && !word.isWord("quarters");
    return number != null && below != null && plural && number.isWhole()
        ? number.dividedBy(Rational.of(below, 1))
        : null;
  }

  /** The part that begins at a token; null when none does. */
  static @Nullable Amount part(MathTokens tokens, int at) {
    MathToken token = tokens.at(at);
    if (token.isVulgarFraction()) {
      return Amount.number(at, at + 1, token.value());
    }
    if (token.is(Kind.NUMBER) && token.spaced()) {
      return quotient(tokens, at);
    }
    if (!token.isWord("and")) {
      return null;
    }
    MathToken article = tokens.at(at + 1);
    Integer below = NumberNames.part(tokens.at(at + 2).word());
    boolean one = article.isWord("a") || article.isWord("one");
    return one && below != null
        ? Amount.number(at, at + 3, Rational.of(1, below))
        : article.isVulgarFraction()
            ? Amount.number(at, at + 2, article.value())
            : quotient(tokens, at + 1);
  }

  /** {@code 1/2}, of whole numbers. */
  private static @Nullable Amount quotient(MathTokens tokens, int at) {
    MathToken above = tokens.at(at);
    MathToken below = tokens.at(at + 2);
    Rational top = above.value();
    Rational bottom = below.value();
    boolean whole = above.isWhole() && below.isWhole() && tokens.is(at + 1, Kind.SLASH);
    return whole && top != null && bottom != null && bottom.numerator().signum() > 0
        ? Amount.number(at, at + 3, top.dividedBy(bottom))
        : null;
  }
}
