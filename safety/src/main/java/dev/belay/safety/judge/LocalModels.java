package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;

/** Opens language models in this process, for judges; whoever made it closes them. */
@FunctionalInterface
public interface LocalModels {
  /** Where there is no engine. */
  LocalModels NONE =
      model -> {
        throw new BadInputException(
            "the judge needs the model " + model + ", and no engine is here");
      };

  /**
   * Opens a model.
   *
   * @param model a name or a directory
   * @throws BadInputException when there is none, or it cannot be run
   */
  LocalModel open(String model);
}
