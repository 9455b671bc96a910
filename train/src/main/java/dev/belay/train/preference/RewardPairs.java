package dev.belay.train.preference;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenPair;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.TokenScores;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Pairs as a reward model reads them: both completions after one prompt, at their last tokens. */
final class RewardPairs {

  private RewardPairs() {}

  /** Packs pairs, chosen and rejected completions in turn; the caller closes them. */
  static StepBatches packed(List<TokenPair> pairs, int microBatchTokens) {
    List<GroupedSequence> sequences = new ArrayList<>(2 * pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      for (TokenSequence sequence : pairs.get(i).sequences()) {
        sequences.add(new GroupedSequence(sequence, i));
      }
    }
    return StepBatches.ofEnds(sequences, microBatchTokens);
  }

  /** By how much each chosen completion wins, shape {@code [P]}. */
  static double[] leads(TokenScores scores) {
    double[] rewards = Objects.requireNonNull(scores.values(), "a scalar head gives values");
    double[] leads = new double[rewards.length / 2];
    for (int i = 0; i < leads.length; i++) {
      leads[i] = rewards[2 * i] - rewards[2 * i + 1];
    }
    return leads;
  }
}
