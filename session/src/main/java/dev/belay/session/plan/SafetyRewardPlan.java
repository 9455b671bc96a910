package dev.belay.session.plan;

import dev.belay.core.data.Problem;
import dev.belay.core.verify.Verifier;
import java.util.List;

/**
 * Requests among the prompts of reinforcement learning, read and checked.
 *
 * @param requests each with the behavior that it is to meet
 * @param verifier says whether a completion does
 */
public record SafetyRewardPlan(List<Problem> requests, Verifier verifier) {

  /** Where it stands in a recipe. */
  static final String PLACE = "train.safety_reward";

  public SafetyRewardPlan {
    requests = List.copyOf(requests);
  }
}
