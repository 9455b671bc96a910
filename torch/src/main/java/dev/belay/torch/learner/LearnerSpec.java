package dev.belay.torch.learner;

import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;

/**
 * How a model is trained.
 *
 * @param type of weights and activations in products
 * @param temperature that log-probs are taken at: the rollout's
 * @param optimizer its constants
 * @param emaDecay decay of the running mean of the weights, which training leaves; 0 for none
 */
public record LearnerSpec(
    ComputeType type, double temperature, AdamW.Settings optimizer, double emaDecay) {

  /** Without a running mean. */
  public LearnerSpec(ComputeType type, double temperature, AdamW.Settings optimizer) {
    this(type, temperature, optimizer, 0);
  }
}
