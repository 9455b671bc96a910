package dev.belay.verify.instruction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a count must lie to a threshold. */
enum Relation {
  AT_LEAST("at least"),
  LESS_THAN("less than");

  private final String words;

  Relation(String words) {
    this.words = words;
  }

  /** As arguments spell them. */
  static List<String> spellings() {
    return Arrays.stream(values()).map(relation -> relation.words).toList();
  }

  static Optional<Relation> of(String words) {
    return Arrays.stream(values()).filter(relation -> relation.words.equals(words)).findFirst();
  }

  boolean holds(long count, int threshold) {
    return this == AT_LEAST ? count >= threshold : count < threshold;
  }
}
