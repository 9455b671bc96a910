package dev.belay.core.recipe;

/**
 * Pairs that are measured during training and not trained on.
 *
 * @param pairs how many, chosen by hashed order; those of one prompt stay on one side
 * @param everySteps how often they are measured; the last step is measured as well
 */
public record HeldOutSpec(int pairs, int everySteps) {}
