package dev.belay.core.model;

import java.util.BitSet;
import java.util.List;

/**
 * A sequence to imitate, and which of its completion tokens are to be learned: those of the
 * assistant. Between the turns of a conversation stand tokens of others, which are read and not
 * learned.
 */
public final class LearnedSequence {

  private final TokenSequence tokens;
  private final BitSet unlearned;

  /**
   * A sequence.
   *
   * @param unlearned completion tokens that the loss leaves out, counted from the completion's
   *     first; of a completion that is not empty at least one must be left to learn
   */
  public LearnedSequence(TokenSequence tokens, BitSet unlearned) {
    this.tokens = tokens;
    this.unlearned = (BitSet) unlearned.clone();
    if (this.unlearned.length() > tokens.completionTokenIds().length) {
      throw new IllegalArgumentException("a token behind the completion cannot be left out");
    }
    if (learned() == 0 && tokens.completionTokenIds().length > 0) {
      throw new IllegalArgumentException("a sequence needs at least one token to learn");
    }
  }

  /** A sequence whose whole completion is learned. */
  public static LearnedSequence whole(TokenSequence tokens) {
    return new LearnedSequence(tokens, new BitSet());
  }

  /** The same of several. */
  public static List<LearnedSequence> whole(List<TokenSequence> sequences) {
    return sequences.stream().map(LearnedSequence::whole).toList();
  }

  /** Prompt and completion. */
  public TokenSequence tokens() {
    return tokens;
  }

  /** How many completion tokens are learned. */
  public int learned() {
    return tokens.completionTokenIds().length - unlearned.cardinality();
  }

  /** Whether a completion token is learned, counted from the completion's first. */
  public boolean isLearned(int token) {
    return !unlearned.get(token);
  }
}
