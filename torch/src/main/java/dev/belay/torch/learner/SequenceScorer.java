package dev.belay.torch.learner;

/**
 * A reward model that stands still: one number a sequence, read at its last token.
 *
 * <p>For one thread at a time.
 */
public interface SequenceScorer extends AutoCloseable {

  /**
   * The reward of each sequence.
   *
   * @param step packed by {@link PackedStep#ofEnds}
   * @return shape {@code [B]}, in the order of the step
   * @throws dev.belay.torch.tensor.NonFiniteException if a reward is not finite
   */
  double[] score(PackedStep step);

  @Override
  void close();
}
