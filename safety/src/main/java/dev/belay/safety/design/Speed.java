package dev.belay.safety.design;

import dev.belay.core.error.BadInputException;
import java.util.OptionalDouble;

/**
 * How fast completions are written.
 *
 * @param tokensPerSecond by all completions of a batch together; empty when not given
 */
public record Speed(OptionalDouble tokensPerSecond) {

  public Speed {
    if (tokensPerSecond.isPresent() && !(tokensPerSecond.getAsDouble() > 0)) {
      throw new BadInputException(
          "the speed must be above 0 tokens a second; found " + tokensPerSecond.getAsDouble());
    }
  }

  /** This, or what was measured. */
  OptionalDouble or(OptionalDouble measured) {
    return tokensPerSecond.isPresent() ? tokensPerSecond : measured;
  }
}
