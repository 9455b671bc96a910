package dev.belay.core.recipe;

/**
 * How far training moved the policy on the prompts whose safety is measured: completions are
 * sampled before and after, and scored under both sets of weights.
 *
 * @param enabled whether it is measured
 * @param prompts at most so many of each suite, chosen by hashed order; 0 takes all
 * @param completions of each prompt, before and after; at least two
 */
public record DriftSpec(boolean enabled, int prompts, int completions) {

  /** What a recipe has that says nothing. */
  static final DriftSpec DEFAULT = new DriftSpec(true, 32, 4);

  static DriftSpec read(Section section) {
    return new DriftSpec(
        section.flag(
            Key.of("enabled", "whether the drift on these prompts is measured")
                .source("safety/drift.md"),
            DEFAULT.enabled),
        section.count(
            Key.of("prompts", "at most so many of each suite, chosen by hashed order; 0 takes all")
                .unit("prompts"),
            DEFAULT.prompts,
            0),
        section.count(
            Key.of(
                    "completions",
                    "sampled of each prompt at temperature 1, before and after training")
                .unit("completions"),
            DEFAULT.completions,
            2));
  }
}
