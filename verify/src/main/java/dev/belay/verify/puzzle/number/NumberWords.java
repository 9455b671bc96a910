package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;

/** Numbers in words, to be written in digits. */
public final class NumberWords extends NumberPuzzle {

  private static final List<String> SMALL =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ASKS =
      List.of("Write the number %s in digits.", "Write %s as a number in digits.");

  public NumberWords() {
    super(
        "number-words",
        "Numbers in words, to be written in digits.",
        Parameter.of("largest", "the largest number", 99, 999_999, 199, 9999, 999_999));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int number = draw.between(0, settings.get("largest"));
    String words = words(number);
    return puzzle(draw.of(ASKS).formatted(words), words, number);
  }

  static String words(int number) {
    if (number >= 1000) {
      return words(number / 1000) + " thousand" + rest(number % 1000);
    }
    if (number >= 100) {
      return SMALL.get(number / 100) + " hundred" + rest(number % 100);
    }
    if (number < 20) {
      return SMALL.get(number);
    }
    String tens = TENS.get(number / 10 - 2);
    return number % 10 == 0 ? tens : tens + "-" + SMALL.get(number % 10);
  }

  private static String rest(int number) {
    return number == 0 ? "" : " " + words(number);
  }
}
