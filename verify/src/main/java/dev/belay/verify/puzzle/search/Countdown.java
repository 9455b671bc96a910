package dev.belay.verify.puzzle.search;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.FormulaPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;

/** A calculation with some of the given numbers that comes to a target. */
public final class Countdown extends FormulaPuzzle {

  public Countdown() {
    super(
        "countdown",
        "A calculation with some of the given numbers that comes to a target.",
        false,
        Parameter.of("numbers", "how many numbers", 2, 7, 2, 3, 5),
        Parameter.of("largest", "the largest number", 5, 1000, 10, 12, 50),
        Parameter.of("products", "1 if the target may need products", 0, 1, 0, 1, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < settings.get("numbers"); i++) {
      numbers.add(draw.between(1, settings.get("largest")));
    }
    int value = numbers.getFirst();
    StringBuilder formula = new StringBuilder().append(value);
    for (int number : numbers.subList(1, numbers.size())) {
      int operator = draw.between(0, settings.get("products") == 1 && value < 200 ? 2 : 1);
      if (operator == 2) {
        boolean plain = formula.indexOf(" ") < 0;
        formula.insert(0, plain ? "" : "(").append(plain ? " * " : ") * ").append(number);
        value *= number;
      } else if (operator == 1 && number < value) {
        formula.append(" - ").append(number);
        value -= number;
      } else {
        formula.append(" + ").append(number);
        value += number;
      }
    }
    List<Integer> shown = draw.shuffled(numbers);
    return puzzle(
        "Use the numbers %s, each at most once, with + - * / and brackets to make %d. Write one calculation."
            .formatted(commas(shown), value),
        shown,
        value,
        formula.toString());
  }
}
