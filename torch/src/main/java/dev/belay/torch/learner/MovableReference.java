package dev.belay.torch.learner;

import dev.belay.core.run.Stateful;
import dev.belay.torch.model.WeightSource;

/** A reference with weights of its own, which may follow those of a policy. */
public interface MovableReference extends Reference, Stateful {

  /**
   * Moves every weight towards the policy's: {@code w ← w + share · (policy − w)}, in fp32. Steps
   * that were taken over before must be closed.
   *
   * @param policy of the same model
   * @param share in (0, 1]; with 1 the reference becomes the policy, bit for bit
   */
  void move(WeightSource policy, double share);
}
