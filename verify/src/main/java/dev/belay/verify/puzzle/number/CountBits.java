package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;

/** Ones in the binary form of a number, which is given or not. */
public final class CountBits extends NumberPuzzle {

  public CountBits() {
    super(
        "count-bits",
        "How many ones a number has in binary.",
        Parameter.of("largest", "the largest number", 15, 1_000_000, 255, 255, 4095),
        Parameter.of("hidden", "1 if only the decimal form is given", 0, 1, 0, 1, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int number = draw.between(1, settings.get("largest"));
    String prompt =
        settings.get("hidden") == 0
            ? "How many times does the digit 1 appear in %s?"
                .formatted(Integer.toBinaryString(number))
            : "How many ones are in the binary form of %d?".formatted(number);
    return puzzle(prompt, "ones of " + number, Integer.bitCount(number));
  }
}
