package dev.belay.train.signal;

import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.SignalSpec.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Which prompts come first, which last, and which not at all.
 *
 * @param first in the order of the data
 * @param last after all of those, in every pass
 */
public record PromptPlaces(List<Problem> first, List<Problem> last) {

  public PromptPlaces {
    first = List.copyOf(first);
    last = List.copyOf(last);
  }

  /**
   * Places prompts.
   *
   * @param rates of the problems, in their order
   * @param promptsPerStep least number of prompts that must be left
   * @throws BadInputException if fewer are left
   */
  public static PromptPlaces of(
      List<Problem> problems, List<PassRate> rates, DifficultySpec spec, int promptsPerStep) {
    List<Problem> first = new ArrayList<>();
    List<Problem> last = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      switch (placeOf(rates.get(i), spec)) {
        case KEEP -> first.add(problems.get(i));
        case LAST -> last.add(problems.get(i));
        case OUT -> {}
      }
    }
    int left = first.size() + last.size();
    if (left < promptsPerStep) {
      throw new BadInputException(
          ("train.signal.difficulty: leaves %d of %d prompts, fewer than a step takes"
                  + " (train.rollout.prompts_per_step is %d). The model never solved %d of them and"
                  + " always solved %d. Take more or easier data, put such prompts `last` instead of"
                  + " `out`, or sample more completions.")
              .formatted(
                  left,
                  problems.size(),
                  promptsPerStep,
                  rates.stream().filter(PassRate::isNever).count(),
                  rates.stream().filter(PassRate::isAlways).count()));
    }
    return new PromptPlaces(first, last);
  }

  /** Where a prompt with this rate stands. */
  static Place placeOf(PassRate rate, DifficultySpec spec) {
    if (rate.isNever()) {
      return spec.never();
    }
    return rate.isAlways() ? spec.always() : Place.KEEP;
  }
}
