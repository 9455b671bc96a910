package dev.belay.train.step;

import dev.belay.core.model.TokenSequence;
import dev.belay.torch.decoder.PackedBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences packed for one pass, with the rows whose next token is a completion token: the loss is
 * taken there and nowhere else.
 *
 * @param batch all tokens, {@code [N]}
 * @param rows rows that predict a completion token, shape {@code [R]}; completion by completion
 * @param targets that token, shape {@code [R]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record PackedCompletions(PackedBatch batch, int[] rows, int[] targets) {

  /** Packs prompt and completion of each sequence, in their order. */
  public static PackedCompletions of(List<TokenSequence> sequences) {
    List<int[]> tokens = new ArrayList<>(sequences.size());
    int completionTokens = 0;
    for (TokenSequence sequence : sequences) {
      tokens.add(concatenate(sequence.promptTokenIds(), sequence.completionTokenIds()));
      completionTokens += sequence.completionTokenIds().length;
    }
    int[] rows = new int[completionTokens];
    int[] targets = new int[completionTokens];
    int start = 0;
    int next = 0;
    for (TokenSequence sequence : sequences) {
      int lastPromptRow = start + sequence.promptTokenIds().length - 1;
      for (int j = 0; j < sequence.completionTokenIds().length; j++) {
        rows[next] = lastPromptRow + j;
        targets[next++] = sequence.completionTokenIds()[j];
      }
      start += sequence.length();
    }
    return new PackedCompletions(PackedBatch.of(tokens), rows, targets);
  }

  private static int[] concatenate(int[] prompt, int[] completion) {
    int[] all = new int[prompt.length + completion.length];
    System.arraycopy(prompt, 0, all, 0, prompt.length);
    System.arraycopy(completion, 0, all, prompt.length, completion.length);
    return all;
  }
}
