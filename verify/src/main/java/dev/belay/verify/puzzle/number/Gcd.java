package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Greatest common divisors, mostly above 1. */
public final class Gcd extends NumberPuzzle {

  public Gcd() {
    super(
        "gcd",
        "Greatest common divisors.",
        Parameter.of("factor", "the largest common factor built in", 2, 1000, 6, 12, 30),
        Parameter.of("largest", "the largest number before it is built in", 6, 1000, 8, 20, 40),
        Parameter.of("numbers", "how many numbers", 2, 5, 2, 2, 3));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int factor = draw.between(2, settings.get("factor"));
    List<Integer> numbers = new ArrayList<>();
    BigInteger divisor = BigInteger.ZERO;
    for (int part : draw.numbers(settings.get("numbers"), 1, settings.get("largest"))) {
      numbers.add(part * factor);
      divisor = divisor.gcd(BigInteger.valueOf((long) part * factor));
    }
    return puzzle(
        "What is the greatest common divisor of %s?".formatted(listed(texts(numbers))),
        blanks(numbers.stream().sorted().toList()),
        divisor.longValueExact());
  }

  static List<String> texts(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }
}
