package dev.belay.core.recipe;

import java.util.Optional;

/**
 * Rejection sampling: the model completes each problem several times before training, and learns
 * those completions that a verifier accepts.
 *
 * @param samples completions of each problem
 * @param temperature of the sampled law; 1 is the model's own, of which the accepted ones are then
 *     a sample too
 * @param maxCompletionTokens longest completion; one that is cut off there is not accepted
 * @param keep at most so many accepted completions of a problem, the first ones; 0 keeps all
 * @param verifier its name; empty leaves each problem to the verifier of its kind
 */
public record VerifiedSpec(
    int samples, double temperature, int maxCompletionTokens, int keep, Optional<String> verifier) {

  /** Most completions that can be learned of a problem. */
  public int most() {
    return keep == 0 ? samples : Math.min(keep, samples);
  }
}
