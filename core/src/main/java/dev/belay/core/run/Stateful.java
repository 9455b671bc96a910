package dev.belay.core.run;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that a step changes and the next one depends on: weights and moments, a critic, a
 * controller. A checkpoint keeps each in a folder of its name.
 */
public interface Stateful {

  /** Name of the folder; constant, and unlike that of any other state of the run. */
  String name();

  /** Writes the state into an empty folder. */
  void write(Path folder) throws IOException;

  /**
   * Whether a run that is over still needs this once its model is written. What says how the run
   * went does; weights and moments, which take nearly all of the room, do not.
   */
  default boolean outlivesTraining() {
    return true;
  }

  /**
   * Restores what {@link #write} wrote.
   *
   * @throws dev.belay.core.error.BadInputException if the folder holds the state of something else;
   *     nothing is changed then
   */
  void read(Path folder) throws IOException;
}
