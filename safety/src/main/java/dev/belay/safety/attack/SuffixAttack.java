package dev.belay.safety.attack;

/**
 * An attack that is fitted to the model: a suffix to the request, looked for with the model's
 * weights. {@link #apply} gives the suffix that the search begins with.
 */
public interface SuffixAttack extends Attack {

  /** What the search for one request may cost. */
  SuffixBudget budget();

  /**
   * What is to be looked for.
   *
   * @param target how the benchmark wants the completion to begin; empty where it does not say
   */
  SuffixGoal goal(String request, String target);

  /** The attack's query once the suffix is found. */
  Query query(String request, FoundSuffix suffix);
}
