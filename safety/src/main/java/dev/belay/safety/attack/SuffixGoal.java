package dev.belay.safety.attack;

/**
 * What a search for a suffix is to achieve.
 *
 * @param request what is wanted of the model, which the suffix follows
 * @param target how the model is to begin its completion
 * @param budget what it may cost
 */
public record SuffixGoal(String request, String target, SuffixBudget budget) {}
