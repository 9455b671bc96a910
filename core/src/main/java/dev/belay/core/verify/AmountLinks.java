package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers that are offered side by side: 5 or 7; 19, 46 and 82. */
final class AmountLinks {
  private static final Set<String> CONJUNCTIONS =
      Set.of("and", "or", "und", "oder", "y", "o", "ou", "et", "e", "i", "czy", "lub");

  /** What joins two numbers even across the end of a sentence. */
  private static final Set<String> OFFERS =
      Set.of("or", "otherwise", "alternatively", "maybe", "perhaps", "possibly", "unless");

  /** May follow a conjunction. */
  private static final Set<String> FILLERS = Set.of("else", "even", "rather", "also");

  private static final Set<String> MODALS = Set.of("may", "might", "could");
  private static final Set<String> ADVERBS = Set.of("also", "well", "just", "equally", "as");

  /** A sentence that offers another number with them says little else. */
  private static final Set<String> OFFERING =
      Set.of(
          "be",
          "it",
          "that",
          "this",
          "the",
          "answer",
          "final",
          "result",
          "however",
          "but",
          "though",
          "although",
          "yet",
          "still",
          "then");

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
    boolean offered = isOffered(right.from());
    boolean strong = offered;
    for (; at < right.from(); at++) {
      MathToken token = tokens.at(at);
      boolean named = token.is(Kind.WORD) && tokens.is(at + 1, Kind.EQUALS);
      comma |= token.is(Kind.COMMA);
      String word = token.word();
      if (token.is(Kind.SEMICOLON) || CONJUNCTIONS.contains(word) || OFFERS.contains(word)) {
        strong = true;
      } else if (!named && !isLayout(token) && !isFiller(at, strong, offered)) {
        return false;
      }
    }
    return strong || (comma && commas && !united);
  }

  /** {@code 5, but it could also be 7}. */
  private boolean isOffered(int number) {
    int at = number - 1;
    if (!tokens.at(at).isWord("be")) {
      return false;
    }
    while (ADVERBS.contains(tokens.at(at - 1).word())) {
      at--;
    }
    return MODALS.contains(tokens.at(at - 1).word());
  }

  private boolean isFiller(int at, boolean joined, boolean offered) {
    MathToken token = tokens.at(at);
    if (offered) {
      String word = token.word();
      return token.is(Kind.STOP)
          || OFFERING.contains(word)
          || MODALS.contains(word)
          || ADVERBS.contains(word);
    }
    return token.is(Kind.STOP)
        ? OFFERS.contains(tokens.at(at + 1).word())
        : joined && FILLERS.contains(token.word());
  }

  private static boolean isLayout(MathToken token) {
    return switch (token.kind()) {
      case COMMA, EQUALS, LEFT_BRACE, RIGHT_BRACE, CLOSE, OPEN -> true;
      default -> false;
    };
  }
}
