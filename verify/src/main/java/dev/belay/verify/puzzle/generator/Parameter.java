package dev.belay.verify.puzzle.generator;

import java.util.List;

/**
 * One thing that makes puzzles of a generator easier or harder.
 *
 * @param name as recipes write it
 * @param meaning in a few words
 * @param least the least value allowed
 * @param most the greatest value allowed
 * @param levels its value at each level, from 1
 */
public record Parameter(String name, String meaning, int least, int most, List<Integer> levels) {

  /** How many levels each generator has. */
  public static final int LEVELS = 3;

  public Parameter {
    levels = List.copyOf(levels);
    if (levels.size() != LEVELS || levels.stream().anyMatch(v -> v < least || v > most)) {
      throw new IllegalArgumentException(
          "%s needs %d levels within [%d, %d]".formatted(name, LEVELS, least, most));
    }
  }

  /** A parameter with its values at levels 1, 2 and 3. */
  public static Parameter of(
      String name, String meaning, int least, int most, int easy, int middle, int hard) {
    return new Parameter(name, meaning, least, most, List.of(easy, middle, hard));
  }
}
