package dev.belay.core.verify;

import dev.belay.core.text.EnglishNumbers;
import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import org.jspecify.annotations.Nullable;

/** English numbers in words, up to 999: seven, twenty-three apples, one hundred and five. */
final class NumberWords {
  private static final int MAX_WORDS = 6;

  private NumberWords() {}

  /** The number that all words of a region make, braces left out; null when they make none. */
  static @Nullable Amount read(MathTokens tokens, int from, int to) {
    int value = -1;
    int words = 0;
    for (int i = from; i < to; i++) {
      MathToken token = tokens.at(i);
      if (token.is(Kind.LEFT_BRACE) || token.is(Kind.RIGHT_BRACE) || token.isWord("and")) {
        continue;
      }
      int next = token.is(Kind.WORD) && words++ < MAX_WORDS ? after(value, token.word()) : -1;
      if (next < 0 && (value < 0 || !isUnit(token))) {
        return null;
      }
      value = next < 0 ? value : next;
    }
    return value < 0 ? null : Amount.number(from, to, Rational.of(value, 1));
  }

  private static boolean isUnit(MathToken token) {
    return token.is(Kind.WORD)
        && !MathWords.NO_UNITS.contains(token.word())
        && !MixedNumbers.isShare(token.word());
  }

  /** The number so far with one more word; negative when they make none. */
  private static int after(int before, String word) {
    int hyphen = word.indexOf('-');
    if (hyphen > 0) {
      int tens = after(before, word.substring(0, hyphen));
      return tens < 0 ? -1 : after(tens, word.substring(hyphen + 1));
    }
    if (word.equals("hundred")) {
      return before > 0 && before < 10 ? before * 100 : -1;
    }
    int tens = EnglishNumbers.tens(word);
    int unit = EnglishNumbers.small(word);
    if (tens >= 0) {
      return before < 0 ? tens : before % 100 == 0 && before > 0 ? before + tens : -1;
    }
    if (unit < 0) {
      return -1;
    }
    boolean fits =
        before > 0 && (before % 100 == 0 || (before % 10 == 0 && unit < 10 && before % 100 > 10));
    return before < 0 ? unit : fits ? before + unit : -1;
  }
}
