package dev.belay.core.verify;

import java.util.Set;

/** 79th is not 79. */
final class Ordinals {
  static final Set<String> ENDINGS = Set.of("st", "nd", "rd", "th");

  private Ordinals() {}

  /** Whether a token right after a number makes an ordinal of it. */
  static boolean follows(MathToken after) {
    return !after.spaced() && ENDINGS.contains(after.word());
  }
}
