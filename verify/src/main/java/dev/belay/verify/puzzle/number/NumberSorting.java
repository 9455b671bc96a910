package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers to be sorted, smallest or largest first. */
public final class NumberSorting extends ListPuzzle {

  public NumberSorting() {
    super(
        "number-sorting",
        "Whole numbers to be sorted.",
        Parameter.of("count", "how many numbers", 2, 12, 3, 4, 7),
        Parameter.of("largest", "the largest number", 20, 1_000_000, 20, 99, 999));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> numbers = draw.numbers(settings.get("count"), 1, settings.get("largest"));
    boolean down = draw.chance();
    List<Integer> sorted = sorted(numbers, down);
    return new PuzzleText(
        "Sort these numbers from %s: %s"
            .formatted(down ? "largest to smallest" : "smallest to largest", commas(numbers)),
        blanks(sorted(numbers, false)),
        Map.of("numbers", blanks(numbers), "down", down ? "1" : "0"),
        commas(sorted));
  }

  private static List<Integer> sorted(List<Integer> numbers, boolean down) {
    Comparator<Integer> order = Comparator.naturalOrder();
    return numbers.stream().sorted(down ? order.reversed() : order).toList();
  }

  @Override
  protected List<String> items(Facts facts) {
    return facts.words("numbers");
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    List<Integer> right = sorted(facts.numbers("numbers"), facts.number("down") == 1);
    return answer.equals(Gcd.texts(right)) ? Optional.empty() : Optional.of("not these, sorted");
  }
}
