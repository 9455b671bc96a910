package dev.belay.core.objective;

/**
 * A loss that is a sum over tokens of a function of what the policy says about each. Weights over
 * tokens (the mean, say) are inside, fixed for the whole batch before the first forward pass: so
 * how the batch is cut into micro-batches cannot change the loss.
 *
 * <p>Called from several threads at once.
 */
public interface TokenObjective {

  /**
   * Loss and derivatives of one token.
   *
   * @param index number of the token in the batch
   */
  TokenLoss at(int index, TokenLaw law);

  /** Whether {@link TokenLaw#exactKl()} or {@link TokenLaw#refLogProb()} enters the loss. */
  default boolean needsReference() {
    return false;
  }

  /** The same for a micro-batch: its token 0 is token {@code offset} here. */
  default TokenObjective startingAt(int offset) {
    return offset == 0 ? this : new OffsetObjective(this, offset);
  }
}
