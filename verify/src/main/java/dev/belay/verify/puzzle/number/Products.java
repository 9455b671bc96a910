package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;

/** Products of two numbers. */
public final class Products extends NumberPuzzle {

  private static final List<String> ASKS =
      List.of(
          "What is %d * %d?", "What is %d times %d?", "Multiply %d by %d.", "Calculate %d * %d.");

  public Products() {
    super(
        "products",
        "Products of two whole numbers.",
        Parameter.of("larger", "the largest of one factor", 5, 100_000, 12, 99, 99),
        Parameter.of("smaller", "the largest of the other", 5, 100_000, 12, 12, 99));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int left = draw.between(2, settings.get("larger"));
    int right = draw.between(2, settings.get("smaller"));
    int first = draw.chance() ? left : right;
    int second = left + right - first;
    String content = Math.min(left, right) + " times " + Math.max(left, right);
    return puzzle(draw.of(ASKS).formatted(first, second), content, (long) left * right);
  }
}
