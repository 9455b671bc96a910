package dev.belay.core.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of words that are looked for at a place. */
final class Phrases {
  private final Map<String, List<List<String>>> byFirst = new HashMap<>();

  /**
   * So many of them.
   *
   * @param lines one a line, in small letters, with plain apostrophes
   */
  Phrases(String lines) {
    for (String line : lines.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      byFirst.computeIfAbsent(words.getFirst(), first -> new ArrayList<>()).add(words);
    }
  }

  /** The token after the longest of them that stands at a place; -1 where none does. */
  int end(MathTokens tokens, int at) {
    int end = -1;
    for (List<String> phrase : byFirst.getOrDefault(word(tokens, at), List.of())) {
      end = standsAt(tokens, at, phrase) ? Math.max(end, at + phrase.size()) : end;
    }
    return end;
  }

  private static boolean standsAt(MathTokens tokens, int at, List<String> phrase) {
    for (int i = 0; i < phrase.size(); i++) {
      if (!word(tokens, at + i).equals(phrase.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String word(MathTokens tokens, int at) {
    return tokens.at(at).word().replace('\u2019', '\'');
  }
}
