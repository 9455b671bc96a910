package dev.belay.core.verify;

/**
 * An amount in its text.
 *
 * @param amount what stands there
 * @param role what its neighbours make of it
 */
record FoundAmount(Amount amount, Role role) {

  /** What an amount can be in its text. */
  enum Role {
    /** A number that nothing stands against. */
    ANSWER,
    /** The same, where an answer is gone over again or more is offered. */
    ASIDE,
    /** Number of a page or of an item, a part of a date: no answer, and hides none. */
    PASSIVE,
    /** The same, of a number that is said to be wrong. */
    RULED_OUT,
    /** What an equation goes on from. */
    SUPERSEDED,
    /** No number, or one that is no answer: a bound, a part of a question, of an equation. */
    BLOCKED
  }

  int from() {
    return amount.from();
  }

  int to() {
    return amount.to();
  }

  boolean is(Role other) {
    return role == other;
  }

  /** Whether it is no answer, and hides none. */
  boolean isPassive() {
    return role == Role.PASSIVE || role == Role.RULED_OUT;
  }

  /** Whether it could be given as an answer. */
  boolean isGiven() {
    return role == Role.ANSWER || role == Role.ASIDE;
  }
}
