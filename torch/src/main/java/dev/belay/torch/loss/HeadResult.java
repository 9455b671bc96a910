package dev.belay.torch.loss;

import dev.belay.core.objective.TokenScores;

/**
 * A forward and backward pass of the head.
 *
 * @param loss sum of the objective over the chosen rows, in their order
 * @param scores what the policy said there
 */
public record HeadResult(double loss, TokenScores scores) {}
