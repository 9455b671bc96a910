package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;

/** The least number of swaps of any two digits after which zeros and ones alternate. */
public final class BinaryAlternation extends NumberPuzzle {

  private static final List<String> ASKS =
      List.of(
          "How many swaps of two digits are needed at least so that 0 and 1 alternate in %s?",
          "Two digits of %s may be swapped at a time. What is the least number of swaps after which"
              + " 0 and 1 alternate?");

  public BinaryAlternation() {
    super(
        "binary-alternation",
        "The least number of swaps that make zeros and ones alternate.",
        Parameter.of("pairs", "zeros, and as many ones", 4, 20, 4, 6, 8));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int length = 2 * settings.get("pairs");
    StringBuilder digits = new StringBuilder("01".repeat(length / 2));
    for (int i = length - 1; i > 0; i--) {
      int j = draw.between(0, i);
      char kept = digits.charAt(i);
      digits.setCharAt(i, digits.charAt(j));
      digits.setCharAt(j, kept);
    }
    String text = digits.toString();
    return puzzle(draw.of(ASKS).formatted(text), text, swaps(text));
  }

  /** Each swap mends a 0 and a 1 that are out of place, for the better of the two patterns. */
  static int swaps(String digits) {
    int wrong = 0;
    for (int i = 0; i < digits.length(); i += 2) {
      wrong += digits.charAt(i) == '1' ? 1 : 0;
    }
    return Math.min(wrong, digits.length() / 2 - wrong);
  }
}
