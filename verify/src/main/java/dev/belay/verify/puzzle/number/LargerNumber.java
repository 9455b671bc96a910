package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of some numbers is the largest or smallest. */
public final class LargerNumber extends OptionPuzzle {

  public LargerNumber() {
    super(
        "larger-number",
        "Which of some numbers is the largest or the smallest.",
        Parameter.of("count", "how many numbers", 2, 8, 2, 3, 4),
        Parameter.of("largest", "the largest number before the point", 9, 1_000_000, 50, 999, 20),
        Parameter.of("places", "at most so many digits after the point", 0, 4, 0, 0, 2));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int places = settings.get("places");
    List<BigDecimal> numbers = new ArrayList<>();
    for (int whole : draw.numbers(settings.get("count"), 1, settings.get("largest"))) {
      numbers.add(
          number(places > 0 && numbers.size() == 1 ? common(numbers) : whole, places, draw));
    }
    if (numbers.stream().map(BigDecimal::stripTrailingZeros).distinct().count() < numbers.size()) {
      return draw(settings, draw);
    }
    boolean largest = draw.chance();
    List<BigDecimal> sorted = numbers.stream().sorted(Comparator.naturalOrder()).toList();
    List<String> shown = numbers.stream().map(BigDecimal::toPlainString).toList();
    String which =
        numbers.size() == 2 ? (largest ? "larger" : "smaller") : largest ? "largest" : "smallest";
    return puzzle(
        "Which number is %s: %s?".formatted(which, orList(shown)),
        blanks(sorted),
        shown,
        (largest ? sorted.getLast() : sorted.getFirst()).toPlainString());
  }

  /** The first two numbers with digits after the point share those before it: 9.11 and 9.9. */
  private static int common(List<BigDecimal> numbers) {
    return numbers.getFirst().intValue();
  }

  private static BigDecimal number(int whole, int places, Draw draw) {
    int digits = places == 0 ? 0 : draw.between(1, places);
    int scale = BigDecimal.TEN.pow(digits).intValueExact();
    return BigDecimal.valueOf((long) whole * scale + draw.between(0, scale - 1), digits);
  }

  private static String orList(List<String> items) {
    return String.join(", ", items.subList(0, items.size() - 1)) + " or " + items.getLast();
  }
}
