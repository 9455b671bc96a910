package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.NumberNames;
import dev.belay.core.verify.math.NumberNames.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** English numbers in words with their units: seven, twenty-three apples, fifty percent. */
final class NumberWords {

  /** A longer text is no number. */
  private static final int MAX_WORDS = 16;

  private NumberWords() {}

  /** The number that all words of a region make, braces left out; null when they make none. */
  static @Nullable Amount read(MathTokens tokens, int from, int to) {
    List<String> words = words(tokens, from, to);
    Named named = NumberNames.read(words);
    if (named == null) {
      return null;
    }
    List<String> rest = words.subList(named.words(), words.size());
    int percent = percent(rest);
    boolean unit = rest.stream().skip(percent).allMatch(NumberWords::isUnit);
    return unit ? new Amount(from, to, Amount.Form.NUMBER, named.value(), percent > 0) : null;
  }

  /** The words in lower case, those with hyphens apart; none where anything else stands. */
  private static List<String> words(MathTokens tokens, int from, int to) {
    List<String> words = new ArrayList<>();
    for (int i = from; i < to; i++) {
      MathToken token = tokens.at(i);
      if (token.is(Kind.WORD) && words.size() < MAX_WORDS) {
        words.addAll(List.of(token.word().split("-", -1)));
      } else if (!token.is(Kind.LEFT_BRACE) && !token.is(Kind.RIGHT_BRACE)) {
        return List.of();
      }
    }
    return words;
  }

  /** How many words say that it is so many per cent. */
  private static int percent(List<String> rest) {
    boolean apart = rest.size() > 1 && rest.get(0).equals("per") && rest.get(1).equals("cent");
    return apart ? 2 : !rest.isEmpty() && rest.get(0).equals("percent") ? 1 : 0;
  }

  /** Whether a word after a number leaves it as it is. */
  private static boolean isUnit(String word) {
    return !MathWords.NO_UNITS.contains(word)
        && !NumberNames.isPiece(word)
        && !FunctionWords.isSuffix(word);
  }
}
