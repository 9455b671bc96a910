package dev.belay.core.recipe;

import dev.belay.core.objective.EntropyTarget;
import dev.belay.core.objective.RolloutCorrection;
import dev.belay.core.objective.TokenWeights;
import java.util.Optional;

/**
 * What stands around the updates on a rollout.
 *
 * @param correction makes up for a rollout that was sampled by another law than the trainer's
 * @param entropyTarget moves the weight of the entropy bonus
 * @param tokenWeights keeps each token near the model before training
 */
public record UpdateSpec(
    Optional<RolloutCorrection> correction,
    Optional<EntropyTarget> entropyTarget,
    Optional<TokenWeights> tokenWeights) {

  /** Nothing. */
  public static final UpdateSpec NONE =
      new UpdateSpec(Optional.empty(), Optional.empty(), Optional.empty());
}
