package dev.belay.torch.tokenizer;

import java.util.List;

/** A part of a regular expression, as far as it matters for going back. */
sealed interface PatternPart {

  /** More repetitions than these count as any number. */
  int BOUND = 16;

  /**
   * What always takes the same number of characters: one of a class, or a fixed group.
   *
   * @param text as it is written
   * @param least how often it must match; 0 for an assertion that cannot fail
   * @param most how often it may match
   * @param possessive whether it keeps what it took
   */
  record Atom(String text, int least, int most, boolean possessive) implements PatternPart {

    boolean isUnbounded() {
      return most - least > BOUND;
    }
  }

  /** A look ahead or behind. */
  record Look(List<List<PatternPart>> alternatives) implements PatternPart {}

  /**
   * A group.
   *
   * @param atomic whether it keeps what it took
   */
  record Group(List<List<PatternPart>> alternatives, int least, int most, boolean atomic)
      implements PatternPart {}
}
