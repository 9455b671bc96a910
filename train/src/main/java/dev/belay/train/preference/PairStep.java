package dev.belay.train.preference;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenPair;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.PreferenceBatch;
import dev.belay.core.objective.PreferenceObjective;
import dev.belay.torch.learner.Reference;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of a step: packed, each prompt once for both of its completions, and scored under the
 * reference.
 *
 * @param batches chosen and rejected completions in turn
 * @param objective over all of their tokens
 */
record PairStep(StepBatches batches, PreferenceObjective objective) implements AutoCloseable {

  /** Packs pairs and asks the reference about them: one forward pass. */
  static PairStep of(List<TokenPair> pairs, Reference reference, DpoSettings settings) {
    List<GroupedSequence> sequences = new ArrayList<>(2 * pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      for (TokenSequence sequence : pairs.get(i).sequences()) {
        sequences.add(new GroupedSequence(sequence, i));
      }
    }
    int[] lengths =
        sequences.stream().mapToInt(one -> one.tokens().completionTokenIds().length).toArray();
    StepBatches batches = new StepBatches(sequences, settings.microBatchTokens());
    try (Reference.Step said = reference.over(batches.packed())) {
      PreferenceBatch batch = PreferenceBatch.of(lengths, said.logProbs());
      return new PairStep(
          batches, new PreferenceObjective(batch, settings.loss(), settings.lengthNormalized()));
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
