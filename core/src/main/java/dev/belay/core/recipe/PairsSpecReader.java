package dev.belay.core.recipe;

import java.util.Optional;

/** Reads {@code train.pairs}: how pairs are made from problems. */
final class PairsSpecReader {

  /** Why nothing that learns from pairs has dropout. */
  static final String NO_DROPOUT =
      "what a pair teaches is worked out in a pass without dropout, and would be applied to one"
          + " with it.";

  private PairsSpecReader() {}

  /** The section, where a recipe has it. */
  static Optional<PairsSpec> read(Section section) {
    return section.optionalSection(
        Key.of(
                "pairs",
                "makes pairs from problems: of the model's own completions from before training, a"
                    + " correct one is chosen and a wrong one rejected; without it the data have"
                    + " pairs")
            .source("algorithms/dpo.md"),
        PairsSpecReader::pairs);
  }

  private static PairsSpec pairs(Section section) {
    PairsSpec spec =
        new PairsSpec(
            section.requiredText(
                Key.of("verifier", "tells correct completions from wrong ones: `math`, `choice`…")
                    .source("extending.md")),
            section.count(
                Key.of("completions", "completions of each problem").unit("completions"), 8, 2),
            section.count(
                Key.of("per_prompt", "most pairs of a problem; no completion is in two of them")
                    .unit("pairs"),
                1,
                1),
            section.count(
                Key.of("max_completion_tokens", "longest completion; one that is cut off is wrong")
                    .unit("tokens"),
                128,
                1),
            section.number(
                Key.of("temperature", "of the sampled distribution"),
                1.0,
                value -> value > 0,
                "above 0"));
    if (spec.perPrompt() > spec.completions() / 2) {
      section.issue(
          "per_prompt",
          "found %d, but %d completions make at most %d pairs; take fewer, or more completions."
              .formatted(spec.perPrompt(), spec.completions(), spec.completions() / 2));
    }
    return spec;
  }
}
