package dev.belay.core.recipe;

import dev.belay.core.advantage.ActorCritic;
import java.util.Optional;

/**
 * The critic of an actor-critic algorithm, a model of its own.
 *
 * @param advantage how its values become advantages
 * @param model the reward model that it begins as: a name, a directory; empty for the model before
 *     training with a head of zeros
 * @param learningRate its peak rate; schedule and other constants are the policy's
 * @param clip how far a value may leave what it was before the updates on a rollout and still be
 *     credited; infinite for no clip
 */
public record CriticSpec(
    ActorCritic advantage, Optional<String> model, double learningRate, double clip) {

  /** AdamW of the critic, from that of the policy. */
  public OptimizerSpec optimizer(OptimizerSpec policy) {
    return new OptimizerSpec(
        learningRate,
        policy.schedule(),
        policy.warmupSteps(),
        policy.beta1(),
        policy.beta2(),
        policy.eps(),
        policy.weightDecay(),
        0,
        policy.clipNorm());
  }
}
