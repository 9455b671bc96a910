package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;

/** What number comes next in a sequence. */
public final class NumberSequence extends NumberPuzzle {

  public NumberSequence() {
    super(
        "number-sequence",
        "The next number of a sequence.",
        Parameter.of(
            "kinds",
            "1: equal steps up; 2: also down, and doubling or tripling; 3: also growing steps, and"
                + " sums of the last two",
            1,
            3,
            1,
            2,
            3),
        Parameter.of("largest", "the largest step and the largest start", 3, 1000, 12, 15, 20));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int largest = settings.get("largest");
    List<Integer> terms = new ArrayList<>(List.of(draw.between(1, largest)));
    int step = draw.between(1, largest);
    int kind = draw.between(1, new int[] {1, 3, 5}[settings.get("kinds") - 1]);
    if (kind == 2) {
      terms.set(0, terms.getFirst() + 6 * step);
    }
    for (int i = 1; i <= 5; i++) {
      int last = terms.getLast();
      terms.add(
          switch (kind) {
            case 1 -> last + step;
            case 2 -> last - step;
            case 3 -> last * (2 + step % 2);
            case 4 -> last + step + i - 1;
            default -> i == 1 ? last + step : last + terms.get(i - 2);
          });
    }
    String shown = commas(terms.subList(0, 5));
    return puzzle(
        "What number comes next in this sequence: %s, ...?".formatted(shown),
        shown,
        terms.getLast());
  }
}
