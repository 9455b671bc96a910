package dev.belay.core.recipe;

import dev.belay.core.recipe.TruncationSpec.Handling;

/** Reads {@code train.truncation}: what becomes of completions that were cut off. */
final class TruncationSpecReader {

  private static final Key HANDLING =
      Key.of(
              "handling",
              "`count`: a completion that was cut off is wrong, like any other; `mask`: it is left"
                  + " out of the loss and of its group's comparison; `penalise`: completions near"
                  + " the longest length lose some of the reward. By default `penalise` for `dapo`,"
                  + " else `count`")
          .source("arXiv:2503.14476");

  private static final Key BUFFER =
      Key.of(
              "buffer",
              "with `penalise`, tokens before `rollout.max_completion_tokens` over which the"
                  + " penalty grows from 0; by default a fifth of these")
          .unit("tokens");

  private static final Key FACTOR =
      Key.of(
              "factor",
              "with `penalise`, what a completion of the longest length loses; the paper's 1 beside"
                  + " rewards of 1 and -1 is 0.5 beside 1 and 0")
          .unit("reward");

  private TruncationSpecReader() {}

  static TruncationSpec read(Section section, String preset, int maxCompletionTokens) {
    Handling usual = preset.equals("dapo") ? Handling.PENALISE : Handling.COUNT;
    Handling handling = section.choice(HANDLING, Handling.class, usual);
    int buffer = section.count(BUFFER, Math.max(1, maxCompletionTokens / 5), 1);
    double factor = section.number(FACTOR, 0.5, value -> value > 0, "above 0");
    if (handling != Handling.PENALISE) {
      section.drop(
          "has no meaning without handling: penalise; drop it.", BUFFER.name(), FACTOR.name());
      return new TruncationSpec(handling, 0, 0);
    }
    if (buffer > maxCompletionTokens) {
      section.issue(
          BUFFER.name(),
          "found %d, must be at most rollout.max_completion_tokens, which is %d."
              .formatted(buffer, maxCompletionTokens));
    }
    return new TruncationSpec(handling, buffer, factor);
  }
}
