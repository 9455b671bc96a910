package dev.belay.core.objective;

/**
 * What an {@link Objective} must know before it can say its slopes.
 *
 * @param reference whether {@link TokenScores#exactKls()} or {@link TokenScores#refLogProbs()}
 *     enters
 * @param values whether {@link TokenScores#values()} enters, which a scalar head gives
 * @param stepScores whether a token's slope depends on the scores of other tokens: the policy then
 *     scores the whole step with the same weights before the pass that takes the gradient
 */
public record Needs(boolean reference, boolean values, boolean stepScores) {

  /** A sum over independent tokens, without a reference. */
  public static final Needs NOTHING = new Needs(false, false, false);
}
