package dev.belay.core.recipe;

import java.util.Optional;

/** Reads {@code train.held_out}: pairs that are measured and not trained on. */
final class HeldOutSpecReader {

  private HeldOutSpecReader() {}

  /** The section, where a recipe has it. */
  static Optional<HeldOutSpec> read(Section section) {
    return section.optionalSection(
        Key.of("held_out", "measures pairs that are not trained on").source("algorithms/dpo.md"),
        HeldOutSpecReader::heldOut);
  }

  private static HeldOutSpec heldOut(Section section) {
    return new HeldOutSpec(
        section.count(
            Key.of(
                    "pairs",
                    "how many, chosen by hashed order; those of one prompt stay on one side")
                .unit("pairs"),
            64,
            1),
        section.count(
            Key.of("every_steps", "how often; the last step is measured as well").unit("steps"),
            10,
            1));
  }
}
