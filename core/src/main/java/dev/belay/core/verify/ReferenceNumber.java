package dev.belay.core.verify;

import dev.belay.core.verify.Amount.Form;
import dev.belay.core.verify.MathToken.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reference answer that is one number and nothing else, perhaps with the name of a variable
 * before it and a unit after it: {@code x = 5}, {@code 15\text{ cm}^2}, {@code 18 apples}. What
 * only holds a number, such as an interval, a root or a sentence, is none.
 */
final class ReferenceNumber {
  private static final int MAX_CHARACTERS = 1000;

  private ReferenceNumber() {}

  /** The number; null when the text is not one. */
  static @Nullable Amount read(String gold) {
    if (gold.length() > MAX_CHARACTERS) {
      return null;
    }
    MathTokens tokens = MathTokens.of(gold.strip());
    boolean named = tokens.is(0, Kind.WORD) && tokens.is(1, Kind.EQUALS);
    int from = named ? 2 : 0;
    Amount number = new AmountParser(tokens).parse(from, true);
    if (number == null) {
      return NumberWords.read(tokens, from, tokens.size());
    }
    int end = tokens.afterUnit(number.to());
    end = tokens.is(end, Kind.STOP) ? end + 1 : end;
    boolean whole = end == tokens.size() && !Ordinals.follows(tokens.at(number.to()));
    return whole && number.form() == Form.NUMBER && number.value() != null ? number : null;
  }
}
