package dev.belay.core.recipe;

import dev.belay.core.advantage.SafetyConstraint;
import java.util.List;
import java.util.Optional;

/**
 * Requests to refuse, and look-alikes to answer, among the prompts of reinforcement learning.
 *
 * @param data where they come from; each record says which of both it is
 * @param share of the prompts of a step
 * @param constraint weighs them against the task so that a limit is kept; empty to add rewards up
 */
public record SafetyRewardSpec(
    List<DataSpec> data, double share, Optional<SafetyConstraint> constraint) {

  public SafetyRewardSpec {
    data = List.copyOf(data);
  }

  /** How many prompts of a step are of safety. */
  public int promptsOf(int promptsPerStep) {
    return Math.toIntExact(Math.round(share * promptsPerStep));
  }
}
