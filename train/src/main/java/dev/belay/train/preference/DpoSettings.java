package dev.belay.train.preference;

import dev.belay.core.objective.PairLoss;

/**
 * How pairs become a loss.
 *
 * @param loss of a pair's margin
 * @param lengthNormalized whether a completion's log-ratio is the mean over its tokens, not the sum
 * @param microBatchTokens tokens of one forward and backward pass
 */
public record DpoSettings(PairLoss loss, boolean lengthNormalized, int microBatchTokens) {}
