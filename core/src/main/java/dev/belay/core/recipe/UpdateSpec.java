package dev.belay.core.recipe;

import dev.belay.core.objective.EntropyTarget;
import dev.belay.core.objective.RolloutCorrection;
import java.util.Optional;

/**
 * What stands around the updates on a rollout.
 *
 * @param correction makes up for a rollout that was sampled by another law than the trainer's
 * @param entropyTarget moves the weight of the entropy bonus
 */
public record UpdateSpec(
    Optional<RolloutCorrection> correction, Optional<EntropyTarget> entropyTarget) {

  /** Nothing. */
  public static final UpdateSpec NONE = new UpdateSpec(Optional.empty(), Optional.empty());
}
