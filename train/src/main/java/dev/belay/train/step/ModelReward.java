package dev.belay.train.step;

import dev.belay.core.model.GroupedSequence;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.SequenceScorer;
import java.util.List;

/**
 * What a reward model says of each completion: its number at the last token of prompt and
 * completion, read from the very tokens that were sampled. Every completion has one, cut off or
 * not, and it knows no largest value.
 *
 * @param name that the metrics show
 * @param scorer stays the caller's to close
 * @param maxTokens most tokens of one pass; bounds memory and never changes the reward
 */
public record ModelReward(String name, SequenceScorer scorer, int maxTokens) implements RewardTerm {

  @Override
  public double[] of(List<Rollout> rollouts) {
    List<GroupedSequence> sequences = rollouts.stream().map(Rollout::tokens).toList();
    return scorer.score(PackedStep.ofEnds(sequences, maxTokens));
  }
}
