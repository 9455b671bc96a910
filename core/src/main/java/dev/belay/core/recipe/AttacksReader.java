package dev.belay.core.recipe;

import java.util.List;
import java.util.Set;

/** Reads how prompts are asked: attacks by name, and their options. */
final class AttacksReader {

  /** Without any attack. */
  static final List<String> DIRECTLY = List.of("direct");

  static final String ATTACKS = "attacks";
  static final String OPTIONS = "attack_options";

  private static final String PAGE = "safety/attacks.md";

  private AttacksReader() {}

  /**
   * The attacks, each once; directly where none is named.
   *
   * @param meaning of the key, for the reference
   */
  static List<String> attacks(Section section, String meaning) {
    List<String> attacks = section.texts(Key.of(ATTACKS, meaning).source(PAGE), DIRECTLY);
    if (attacks.isEmpty() || Set.copyOf(attacks).size() < attacks.size()) {
      section.issue(ATTACKS, "found " + attacks + ", must be names, each once, at least one.");
    }
    return attacks;
  }

  /**
   * Their options, as {@code gcg.steps=50}.
   *
   * @param meaning of the key, for the reference
   */
  static List<String> options(Section section, String meaning) {
    return section.texts(Key.of(OPTIONS, meaning).source(PAGE), List.of());
  }
}
