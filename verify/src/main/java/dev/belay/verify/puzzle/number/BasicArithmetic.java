package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;

/** Calculations with sums, differences, products and brackets. */
public final class BasicArithmetic extends NumberPuzzle {

  public BasicArithmetic() {
    super(
        "basic-arithmetic",
        "Calculations with sums, differences, products and brackets.",
        Parameter.of("largest", "the largest number", 3, 1000, 9, 12, 30),
        Parameter.of("operations", "how many operations", 2, 8, 2, 3, 4));
  }

  /** A calculation, its result, and whether it is a sum, which a product puts in brackets. */
  private record Term(String text, long value, boolean isSum) {}

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    Term term = term(settings.get("operations"), settings.get("largest"), draw);
    return puzzle("What is %s?".formatted(term.text), term.text, term.value);
  }

  private static Term term(int operations, int largest, Draw draw) {
    if (operations == 0) {
      int number = draw.between(1, largest);
      return new Term(Integer.toString(number), number, false);
    }
    int before = draw.between(0, operations - 1);
    Term left = term(before, largest, draw);
    Term right = term(operations - 1 - before, largest, draw);
    return switch (draw.between(0, 2)) {
      case 0 -> new Term(left.text + " + " + right.text, left.value + right.value, true);
      case 1 -> new Term(left.text + " - " + inBrackets(right), left.value - right.value, true);
      default ->
          new Term(inBrackets(left) + " * " + inBrackets(right), left.value * right.value, false);
    };
  }

  private static String inBrackets(Term term) {
    return term.isSum ? "(" + term.text + ")" : term.text;
  }
}
