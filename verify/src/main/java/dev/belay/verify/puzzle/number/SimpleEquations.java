package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;

/** Linear equations with one unknown and a whole solution. */
public final class SimpleEquations extends NumberPuzzle {

  public SimpleEquations() {
    super(
        "simple-equations",
        "Linear equations with one unknown.",
        Parameter.of("factor", "the largest factor of the unknown; 1 for none", 1, 100, 1, 5, 12),
        Parameter.of(
            "largest", "the largest solution and the largest number added", 5, 1000, 12, 15, 50));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int most = settings.get("factor");
    int factor = most == 1 ? 1 : draw.between(2, most);
    int solution = draw.between(1, settings.get("largest"));
    int added = draw.between(1, settings.get("largest"));
    boolean minus = draw.chance();
    String equation =
        "%sx %s %d = %d"
            .formatted(
                factor == 1 ? "" : Integer.toString(factor),
                minus ? "-" : "+",
                added,
                factor * solution + (minus ? -added : added));
    return puzzle("Solve %s. What is x?".formatted(equation), equation, solution);
  }
}
