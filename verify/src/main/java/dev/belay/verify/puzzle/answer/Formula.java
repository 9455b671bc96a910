package dev.belay.verify.puzzle.answer;

import java.util.List;

/**
 * A calculation with whole numbers that somebody wrote.
 *
 * @param text as written, without blanks
 * @param value what it comes to
 * @param numbers the numbers in it, in order
 */
public record Formula(String text, Fraction value, List<Integer> numbers) {

  public Formula {
    numbers = List.copyOf(numbers);
  }
}
