package dev.belay.safety.attack;

import java.util.Locale;

/** What an attack asks of a model, and so how its success is counted. */
public enum AttackKind {
  /** One query, the same for every model. */
  ONE_QUERY,
  /**
   * Several queries, the same for every model. The attack of a prompt succeeded when any of them
   * was complied with: prompts are counted, not queries.
   */
  ANY_QUERY,
  /** One query, found by looking into the model's own weights: every model has its own. */
  FITTED;

  /** The value in files, such as {@code any_query}. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
