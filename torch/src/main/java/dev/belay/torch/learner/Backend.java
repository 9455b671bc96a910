package dev.belay.torch.learner;

import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;

/** What trains: this machine's processor, and later a device or several processes. */
public interface Backend {

  /**
   * A model in training.
   *
   * @param weights are copied, unless an adapter alone is trained: then they must stay open, and
   *     have no adapter yet
   */
  Learner learner(WeightSource weights, LearnerSpec spec);

  /**
   * A model in training that says a number where the policy says a law: a critic, or a reward
   * model. It is {@link ScalarWeights} that its {@link Learner#weights()} and {@link
   * Learner#result()} are.
   *
   * @param weights copied, unless an adapter alone is trained beside them; if they are no {@link
   *     ScalarWeights}, the head begins at 0, so that the first value of everything is 0
   */
  Learner critic(WeightSource weights, LearnerSpec spec);

  /**
   * A reward model that stands still.
   *
   * @param weights must stay open
   */
  SequenceScorer scorer(ScalarWeights weights, ComputeType type);

  /**
   * A policy that stands still.
   *
   * @param weights must stay open
   * @param spec of the learner that is compared with it
   */
  Reference reference(WeightSource weights, LearnerSpec spec);

  /**
   * A policy that stands still until it is moved.
   *
   * @param weights copied, in fp32
   * @param spec of the learner that is compared with it
   */
  MovableReference movable(WeightSource weights, LearnerSpec spec);

  /**
   * Two policies that stand still.
   *
   * @param first must stay open
   * @param second must stay open; of the same vocabulary
   * @param temperature that log-probs are taken at
   */
  FrozenPair frozen(WeightSource first, WeightSource second, ComputeType type, double temperature);
}
