package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;
import java.util.Map;

/** Whether a number, or a sum, is even or odd. */
public final class Parity extends OptionPuzzle {

  public Parity() {
    super(
        "parity",
        "Whether a whole number, or a sum, is even or odd.",
        List.of("even", "odd"),
        Map.of(),
        Parameter.of("largest", "the largest number", 20, 1_000_000_000, 200, 99_999, 99),
        Parameter.of("terms", "how many numbers are added", 1, 6, 1, 1, 3));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    StringBuilder sum = new StringBuilder();
    long value = 0;
    for (int i = 0; i < settings.get("terms"); i++) {
      int term = draw.between(1, settings.get("largest"));
      sum.append(i == 0 ? "" : " + ").append(term);
      value += term;
    }
    return puzzle(
        "Is %s even or odd?".formatted(sum), sum.toString(), value % 2 == 0 ? "even" : "odd");
  }
}
