package dev.belay.core.verify;

import dev.belay.core.verify.FoundAmount.Role;
import dev.belay.core.verify.MathToken.Kind;
import java.util.List;
import java.util.Set;

/** Numbers that a text gives and denies: "42 or not 42", "The answer is 42. It is not 42." */
final class Denials {

  /** May stand between a number and its denial in one breath. */
  private static final Set<String> BREATH =
      Set.of(
          "or",
          "and",
          "but",
          "also",
          "is",
          "it",
          "it's",
          "maybe",
          "perhaps",
          "then",
          "either",
          "possibly",
          "yet",
          "the",
          "answer",
          "not",
          "isn't",
          "isn\u2019t",
          "never");

  /** What a sentence is made of that does nothing but deny, up to the number. */
  private static final Set<String> DENYING =
      Set.of(
          "no",
          "but",
          "so",
          "and",
          "however",
          "actually",
          "the",
          "final",
          "answer",
          "result",
          "correct",
          "right",
          "it",
          "it's",
          "it\u2019s",
          "this",
          "that",
          "that's",
          "is",
          "was",
          "isn't",
          "isn\u2019t",
          "wasn't",
          "wasn\u2019t",
          "not",
          "never",
          "cannot",
          "can't",
          "can\u2019t",
          "be",
          "definitely",
          "certainly",
          "really",
          "still",
          "clearly");

  private static final int MOST_TOKENS = 12;

  private final MathTokens tokens;
  private final Sentences sentences;

  Denials(MathTokens tokens, Sentences sentences) {
    this.tokens = tokens;
    this.sentences = sentences;
  }

  /**
   * Whether a number that is given is also denied: beside it, or in a later sentence that does
   * nothing else, after which it is not given again.
   */
  boolean deny(Amount given, List<FoundAmount> all) {
    int denied = -1;
    for (FoundAmount found : all) {
      Amount amount = found.amount();
      if (!amount.means(given)) {
        continue;
      }
      if (found.is(Role.RULED_OUT)) {
        if (isInOneBreath(given, amount)) {
          return true;
        }
        boolean later = amount.from() >= given.to();
        denied = later && (isDenied(amount) || isWhole(amount)) ? amount.to() : denied;
      } else if (found.is(Role.ANSWER) && amount.from() > given.from()) {
        denied = -1;
      }
    }
    return denied >= 0;
  }

  private boolean isInOneBreath(Amount given, Amount denied) {
    boolean before = denied.to() <= given.from();
    int from = before ? denied.to() : given.to();
    int to = before ? given.from() : denied.from();
    if (to - from > MOST_TOKENS || to < from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      MathToken token = tokens.at(i);
      boolean layout = token.is(Kind.COMMA) || token.is(Kind.SLASH) || token.is(Kind.OTHER);
      if (!layout && !BREATH.contains(token.word())) {
        return false;
      }
    }
    return true;
  }

  /** {@code 42 is not the answer}: what rules it out stands behind it. */
  private boolean isDenied(Amount amount) {
    int end = tokens.afterUnit(amount.to());
    return tokens.at(end + 1).isWord("not") && sentences.start(amount.from()) == amount.from();
  }

  /** Whether the sentence up to the number only denies it, and ends with it. */
  private boolean isWhole(Amount amount) {
    int start = sentences.start(amount.from());
    for (int i = start; i < amount.from(); i++) {
      MathToken token = tokens.at(i);
      if (!token.is(Kind.COMMA) && !token.is(Kind.OTHER) && !DENYING.contains(token.word())) {
        return false;
      }
    }
    return amount.from() > start;
  }
}
