package dev.belay.cli;

import dev.belay.core.recipe.ReferenceSpec;
import dev.belay.core.recipe.SignalSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TruncationSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What {@code belay run --plan} says of the prompts and groups that a step trains on. */
final class SignalText {

  private SignalText() {}

  /** Lines by what they are of; none where all is trained on as it is sampled. */
  static Map<String, String> of(TrainSpec.Rlvr spec, int prompts) {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    SignalSpec signal = spec.signal();
    signal
        .difficulty()
        .ifPresent(
            difficulty ->
                lines.put(
                    "prompts",
                    "%d completions of each of %d prompts before training; never solved: %s, always: %s"
                        .formatted(
                            difficulty.completions(),
                            prompts,
                            place(difficulty.never()),
                            place(difficulty.always()))));
    if (signal.groups() == SignalSpec.Groups.WITH_SIGNAL) {
      lines.put(
          "signal",
          "groups without signal are left out, and replaced in at most %d further rounds a step"
              .formatted(signal.refillRounds()));
    }
    truncation(spec.truncation(), lines);
    if (signal.taskRefusals() == SignalSpec.TaskRefusals.MASK) {
      lines.put("refusals", "completions that refuse the task are left out");
    }
    return lines;
  }

  private static void truncation(TruncationSpec spec, Map<String, String> lines) {
    switch (spec.handling()) {
      case COUNT -> {}
      case MASK -> lines.put("cut off", "completions that were cut off are left out");
      case PENALISE ->
          lines.put(
              "cut off",
              "the last %d tokens before the longest length cost up to %s of the reward"
                  .formatted(spec.buffer(), spec.factor()));
    }
  }

  private static String place(SignalSpec.Place place) {
    return switch (place) {
      case KEEP -> "among the others";
      case LAST -> "last";
      case OUT -> "left out";
    };
  }

  /** What a KL is taken to. */
  static String reference(ReferenceSpec reference) {
    return switch (reference) {
      case ReferenceSpec.Fixed _ -> "the model before training";
      case ReferenceSpec.Moving(double decay) ->
          "a running mean of the policy with decay %s".formatted(decay);
      case ReferenceSpec.Synchronised(int everySteps) ->
          "the policy as it was at most %d steps ago".formatted(everySteps);
    };
  }
}
