package dev.belay.core.recipe;

/** Reads {@code train.second_measure}. */
final class SecondMeasureSpecReader {

  private SecondMeasureSpecReader() {}

  static SecondMeasureSpec read(Section section) {
    return new SecondMeasureSpec(
        section.section(
            Key.of("data", "problems that are neither trained on nor part of the evaluation"),
            TrainSetupReader::prompts),
        section.optionalText(
            Key.of(
                    "verifier",
                    "checks the completions, best another than the reward's; without it each"
                        + " problem's own kind decides")
                .source("extending.md")),
        section.count(
            Key.of(
                    "every_steps",
                    "how often to measure; before the first step and after the last as well")
                .unit("steps"),
            10,
            1),
        section.count(
            Key.of(
                    "max_completion_tokens",
                    "longest completion; longer than training's, so that what only pays under its"
                        + " limit shows")
                .unit("tokens"),
            64,
            1),
        section.choice(
            Key.of("action", "what an alarm does: `note` says so, `stop` also ends training"),
            SecondMeasureSpec.Action.class,
            SecondMeasureSpec.Action.NOTE));
  }
}
