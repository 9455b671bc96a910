package dev.belay.torch.learner;

import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import java.util.Optional;

/**
 * How a model is trained.
 *
 * @param type of weights and activations in products
 * @param temperature that log-probs are taken at: the rollout's
 * @param optimizer its constants
 * @param emaDecay decay of the running mean of the weights, which training leaves; 0 for none
 * @param adapter trains this alone; empty to train every weight
 * @param headStandsStill whether the unembedding is not trained, nor the embedding where they are
 *     one; beside an adapter it never is
 */
public record LearnerSpec(
    ComputeType type,
    double temperature,
    AdamW.Settings optimizer,
    double emaDecay,
    Optional<LoraSettings> adapter,
    boolean headStandsStill) {

  /** Trains the head too, unless it is an adapter that is trained. */
  public LearnerSpec(
      ComputeType type,
      double temperature,
      AdamW.Settings optimizer,
      double emaDecay,
      Optional<LoraSettings> adapter) {
    this(type, temperature, optimizer, emaDecay, adapter, false);
  }

  /** Trains every weight. */
  public LearnerSpec(
      ComputeType type, double temperature, AdamW.Settings optimizer, double emaDecay) {
    this(type, temperature, optimizer, emaDecay, Optional.empty());
  }

  /** Trains every weight, without a running mean. */
  public LearnerSpec(ComputeType type, double temperature, AdamW.Settings optimizer) {
    this(type, temperature, optimizer, 0);
  }
}
