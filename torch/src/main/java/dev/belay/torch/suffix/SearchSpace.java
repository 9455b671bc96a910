package dev.belay.torch.suffix;

import java.util.BitSet;
import java.util.function.Predicate;

/**
 * The suffixes that may be found.
 *
 * @param tokens the tokens that may stand in one
 * @param survives whether a suffix written out as text is read as the same tokens again
 */
public record SearchSpace(BitSet tokens, Predicate<int[]> survives) {

  public SearchSpace {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a suffix needs tokens that may stand in it");
    }
  }
}
