package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.math.BigInteger;
import java.util.List;

/** Least common multiples. */
public final class Lcm extends NumberPuzzle {

  public Lcm() {
    super(
        "lcm",
        "Least common multiples.",
        Parameter.of("largest", "the largest number", 8, 1000, 15, 30, 40),
        Parameter.of("numbers", "how many numbers", 2, 5, 2, 2, 3));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> numbers = draw.numbers(settings.get("numbers"), 2, settings.get("largest"));
    BigInteger multiple = BigInteger.ONE;
    for (int number : numbers) {
      BigInteger one = BigInteger.valueOf(number);
      multiple = multiple.divide(multiple.gcd(one)).multiply(one);
    }
    return puzzle(
        "What is the least common multiple of %s?".formatted(listed(Gcd.texts(numbers))),
        blanks(numbers.stream().sorted().toList()),
        multiple.longValueExact());
  }
}
