package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may follow a whole number to make a mixed one: ½, 1/2, "and a half". */
final class MixedNumbers {
  private static final Map<String, Rational> SHARES =
      Map.of(
          "half", Rational.of(1, 2),
          "third", Rational.of(1, 3),
          "quarter", Rational.of(1, 4),
          "fourth", Rational.of(1, 4));

  private MixedNumbers() {}

  /** Whether a word is a part of one: half, quarter. */
  static boolean isShare(String word) {
    return SHARES.containsKey(word) || SHARES.containsKey(word.replaceAll("s$", ""));
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
    Rational share = SHARES.get(tokens.at(at + 2).word());
    boolean one = article.isWord("a") || article.isWord("one");
    return one && share != null
        ? Amount.number(at, at + 3, share)
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
