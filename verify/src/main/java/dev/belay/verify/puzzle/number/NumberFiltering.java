package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of some numbers are larger or smaller than another; in any order. */
public final class NumberFiltering extends ListPuzzle {

  public NumberFiltering() {
    super(
        "number-filtering",
        "Which of some whole numbers are larger or smaller than another.",
        Parameter.of("count", "how many numbers", 2, 12, 3, 5, 8),
        Parameter.of("largest", "the largest number", 20, 1_000_000, 20, 99, 999));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> numbers = draw.numbers(settings.get("count"), 1, settings.get("largest"));
    List<Integer> sorted = numbers.stream().sorted().toList();
    int place = draw.between(1, sorted.size() - 1);
    int bound = draw.between(sorted.get(place - 1), sorted.get(place));
    boolean larger = draw.chance();
    if (larger && bound == sorted.get(place)) {
      bound--;
    } else if (!larger && bound == sorted.get(place - 1)) {
      bound++;
    }
    List<Integer> right = selected(numbers, larger, bound);
    return new PuzzleText(
        "Which of these numbers are %s than %d: %s?"
            .formatted(larger ? "larger" : "smaller", bound, commas(numbers)),
        blanks(sorted) + " at " + bound,
        Map.of(
            "bound", Integer.toString(bound),
            "larger", larger ? "1" : "0",
            "numbers", blanks(numbers)),
        commas(right));
  }

  private static List<Integer> selected(List<Integer> numbers, boolean larger, int bound) {
    return numbers.stream().filter(n -> larger ? n > bound : n < bound).toList();
  }

  @Override
  protected List<String> items(Facts facts) {
    return facts.words("numbers");
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    List<Integer> right =
        selected(facts.numbers("numbers"), facts.number("larger") == 1, facts.number("bound"));
    List<String> wanted = Gcd.texts(right).stream().sorted().toList();
    return answer.stream().sorted().toList().equals(wanted)
        ? Optional.empty()
        : Optional.of("not these numbers, each once");
  }
}
