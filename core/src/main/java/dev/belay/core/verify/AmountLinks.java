package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers that are offered side by side: 5 or 7; 19, 46 and 82. */
final class AmountLinks {
  private static final Set<String> CONJUNCTIONS =
      Set.of("and", "or", "und", "oder", "y", "o", "ou", "et", "e", "i", "czy", "lub");

  private final MathTokens tokens;

  AmountLinks(MathTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * A number that stands beside another and differs from it; null when none does.
   *
   * @param commas whether a comma alone joins, as in a list
   */
  @Nullable FoundAmount differing(FoundAmount number, List<FoundAmount> all, boolean commas) {
    int at = all.indexOf(number);
    for (int i = at + 1; i < all.size(); i++) {
      if (!linked(all.get(i - 1), all.get(i), commas)) {
        break;
      }
      if (!all.get(i).amount().means(number.amount())) {
        return all.get(i);
      }
    }
    for (int i = at - 1; i >= 0; i--) {
      if (!linked(all.get(i), all.get(i + 1), commas)) {
        break;
      }
      if (!all.get(i).amount().means(number.amount())) {
        return all.get(i);
      }
    }
    return null;
  }

  private boolean linked(FoundAmount left, FoundAmount right, boolean commas) {
    if (!left.isGiven() || !right.isGiven()) {
      return false;
    }
    int at = tokens.afterUnit(left.to());
    boolean united = at > left.to();
    boolean comma = false;
    boolean strong = false;
    for (; at < right.from(); at++) {
      MathToken token = tokens.at(at);
      boolean named = token.is(Kind.WORD) && tokens.is(at + 1, Kind.EQUALS);
      comma |= token.is(Kind.COMMA);
      if (token.is(Kind.SEMICOLON) || CONJUNCTIONS.contains(token.word())) {
        strong = true;
      } else if (!named && !isLayout(token)) {
        return false;
      }
    }
    return strong || (comma && commas && !united);
  }

  private static boolean isLayout(MathToken token) {
    return switch (token.kind()) {
      case COMMA, EQUALS, LEFT_BRACE, RIGHT_BRACE, CLOSE, OPEN -> true;
      default -> false;
    };
  }
}
