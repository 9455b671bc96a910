package dev.belay.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of a step with the number of its prompt: sequences of one group answer the same
 * prompt, which is computed once where they stand in one pass.
 */
public record GroupedSequence(TokenSequence tokens, int group) {

  /** Sequences that share no prompt. */
  public static List<GroupedSequence> apart(List<TokenSequence> sequences) {
    List<GroupedSequence> grouped = new ArrayList<>(sequences.size());
    for (TokenSequence sequence : sequences) {
      grouped.add(new GroupedSequence(sequence, grouped.size()));
    }
    return List.copyOf(grouped);
  }
}
