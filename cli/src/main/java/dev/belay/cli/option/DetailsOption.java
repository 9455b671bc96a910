package dev.belay.cli.option;

import picocli.CommandLine.Option;

/** {@code --details}: all that was computed, in tables as wide as they must be. */
public final class DetailsOption {

  @Option(
      names = "--details",
      description =
          "adds worst cases, exact limits, rates corrected for the judge, p-values and shares; they"
              + " always stand in the JSON")
  private boolean details;

  /** Whether they are wanted. */
  public boolean given() {
    return details;
  }
}
