package dev.belay.core.recipe;

import dev.belay.core.model.Sampling;

/**
 * How pairs are made from problems: the model before training completes each several times, and a
 * verifier tells correct completions, which are chosen, from wrong ones, which are rejected.
 *
 * @param verifier the verifier's name
 * @param completions of each problem
 * @param perPrompt most pairs of a problem
 * @param maxCompletionTokens longest completion; one that is cut off is wrong
 * @param temperature of the sampled distribution
 */
public record PairsSpec(
    String verifier, int completions, int perPrompt, int maxCompletionTokens, double temperature) {

  /** The law that completions are drawn from. */
  public Sampling sampling() {
    return Sampling.atTemperature(temperature, maxCompletionTokens);
  }
}
