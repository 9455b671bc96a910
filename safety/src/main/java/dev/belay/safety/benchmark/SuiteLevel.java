package dev.belay.safety.benchmark;

import dev.belay.core.data.Difficulty;
import dev.belay.core.error.BadInputException;

/**
 * The name of a suite that may say a level, as in {@code chain-sum@2}.
 *
 * @param suite without the level
 * @param difficulty the level; the standard one where the name says none
 */
record SuiteLevel(String suite, Difficulty difficulty) {

  /**
   * Reads a name.
   *
   * @throws BadInputException when what follows the sign is no level
   */
  static SuiteLevel parse(String name) {
    int at = name.indexOf('@');
    if (at < 0) {
      return new SuiteLevel(name, Difficulty.STANDARD);
    }
    String level = name.substring(at + 1);
    if (level.length() != 1 || level.charAt(0) < '1' || level.charAt(0) > '9') {
      throw new BadInputException(
          "found '%s'; a suite with a level is NAME@LEVEL, such as chain-sum@2.".formatted(name));
    }
    return new SuiteLevel(name.substring(0, at), Difficulty.ofLevel(level.charAt(0) - '0'));
  }
}
