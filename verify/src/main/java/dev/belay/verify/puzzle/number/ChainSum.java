package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;

/** Sums and differences of several numbers. */
public final class ChainSum extends NumberPuzzle {

  private static final List<String> ASKS =
      List.of("What is %s?", "Calculate %s.", "Compute %s.", "How much is %s?");

  public ChainSum() {
    super(
        "chain-sum",
        "Sums and differences of several whole numbers.",
        Parameter.of("largest", "the largest number", 5, 100_000, 12, 50, 999),
        Parameter.of("terms", "how many numbers", 2, 10, 2, 3, 4));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int largest = settings.get("largest");
    int sum = draw.between(1, largest);
    StringBuilder chain = new StringBuilder().append(sum);
    for (int i = 1; i < settings.get("terms"); i++) {
      int term = draw.between(1, largest);
      boolean minus = draw.chance() && term <= sum;
      chain.append(minus ? " - " : " + ").append(term);
      sum += minus ? -term : term;
    }
    return puzzle(draw.of(ASKS).formatted(chain), chain.toString(), sum);
  }
}
