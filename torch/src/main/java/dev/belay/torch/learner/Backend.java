package dev.belay.torch.learner;

import dev.belay.torch.model.WeightSource;

/** What trains: this machine's processor, and later a device or several processes. */
public interface Backend {

  /** A model in training; the weights are copied. */
  Learner learner(WeightSource weights, LearnerSpec spec);

  /**
   * A policy that stands still.
   *
   * @param weights must stay open
   * @param spec of the learner that is compared with it
   */
  Reference reference(WeightSource weights, LearnerSpec spec);
}
