package dev.belay.cli.option;

import dev.belay.core.error.BadInputException;
import picocli.CommandLine.Option;

/** {@code --samples}: completions shown while a model trains. */
public final class SamplesOption {

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "shows a good and a bad completion on standard error every N steps of training, for"
              + " methods that sample completions")
  private int everySteps;

  /**
   * After every how many steps; 0 if nobody asked.
   *
   * @throws BadInputException if it is no number of steps
   */
  public int everySteps() {
    if (everySteps < 0) {
      throw new BadInputException(
          "--samples must be 1 or more steps, or 0 for none, was %d.".formatted(everySteps));
    }
    return everySteps;
  }
}
