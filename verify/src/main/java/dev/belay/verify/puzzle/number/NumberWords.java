package dev.belay.verify.puzzle.number;

import dev.belay.core.text.EnglishNumbers;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;

/** Numbers in words, to be written in digits. */
public final class NumberWords extends NumberPuzzle {

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
    String words = EnglishNumbers.words(number);
    return puzzle(draw.of(ASKS).formatted(words), words, number);
  }
}
