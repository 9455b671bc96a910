package dev.belay.safety.attack;

/**
 * How much the search for a suffix may cost.
 *
 * @param steps changes of one token, at most
 * @param candidates changes tried in each step
 * @param topK tokens considered at each position
 * @param suffixTokens length of the suffix
 */
public record SuffixBudget(int steps, int candidates, int topK, int suffixTokens) {}
