package dev.belay.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence of a step with the number of its prompt: sequences of one group answer the same
 * prompt, which is computed once where they stand in one pass.
 */
public record GroupedSequence(TokenSequence tokens, int group) {

  /** Sequences whose groups nobody gave: neighbours with the same prompt are of one group. */
  public static List<GroupedSequence> byPrompt(List<TokenSequence> sequences) {
    List<GroupedSequence> grouped = new ArrayList<>(sequences.size());
    int group = 0;
    for (int i = 0; i < sequences.size(); i++) {
      if (i > 0 && !samePrompt(sequences.get(i - 1), sequences.get(i))) {
        group++;
      }
      grouped.add(new GroupedSequence(sequences.get(i), group));
    }
    return List.copyOf(grouped);
  }

  private static boolean samePrompt(TokenSequence a, TokenSequence b) {
    return Arrays.equals(a.promptTokenIds(), b.promptTokenIds());
  }
}
