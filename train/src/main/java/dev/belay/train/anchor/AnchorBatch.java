package dev.belay.train.anchor;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompts of an update with their completions, and what the reference says of them.
 *
 * @param batches packed; with the reference
 * @param lengths completion tokens of each
 * @param attacks by which each is asked
 * @param kept whether it serves later updates too, and whoever keeps it closes it
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
record AnchorBatch(StepBatches batches, int[] lengths, List<String> attacks, boolean kept)
    implements AutoCloseable {

  /** Packs sequences, each of a group of its own. */
  static AnchorBatch of(List<HeldPrompt<TokenSequence>> prompts, int maxTokens, boolean kept) {
    List<GroupedSequence> grouped = new ArrayList<>(prompts.size());
    int[] lengths = new int[prompts.size()];
    for (int i = 0; i < lengths.length; i++) {
      TokenSequence sequence = prompts.get(i).tokens();
      grouped.add(new GroupedSequence(sequence, i));
      lengths[i] = sequence.completionTokenIds().length;
    }
    List<String> attacks = prompts.stream().map(HeldPrompt::attack).toList();
    return new AnchorBatch(new StepBatches(grouped, maxTokens), lengths, attacks, kept);
  }

  /** Closes what no later update needs. */
  @Override
  public void close() {
    if (!kept) {
      batches.close();
    }
  }
}
