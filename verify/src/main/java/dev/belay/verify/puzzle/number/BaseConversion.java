package dev.belay.verify.puzzle.number;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.DigitsReader;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Decimal numbers to be written in another base. */
public final class BaseConversion extends PuzzleGenerator {

  private static final String BASE = "base";

  public BaseConversion() {
    super(
        "base-conversion",
        "Whole numbers to be written in another base.",
        Parameter.of("largest", "the largest number", 15, 1_000_000, 127, 255, 1023),
        Parameter.of(
            "bases", "1: base 2; 2: also 8; 3: also 16; 4: also 3, 5 and 7", 1, 4, 1, 3, 4));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> bases = List.of(2, 8, 16, 3, 5, 7);
    int last = settings.get("bases");
    int base = draw.of(bases.subList(0, last == 4 ? bases.size() : last));
    int number = draw.between(2, settings.get("largest"));
    String name =
        base == 2 ? "binary (base 2)" : base == 16 ? "hexadecimal (base 16)" : "base " + base;
    return new PuzzleText(
        "Write the decimal number %d in %s.".formatted(number, name),
        number + " in base " + base,
        Map.of(BASE, Integer.toString(base)),
        Integer.toString(number, base));
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    int base = facts.number(BASE);
    if (base < 2 || base > 16) {
      throw new Facts.BrokenFacts("no base " + base);
    }
    DigitsReader reader = new DigitsReader(base);
    String right =
        reader
            .bare(facts.requiredSolution().toLowerCase(Locale.ROOT))
            .orElseThrow(() -> new Facts.BrokenFacts("the reference is no number in base " + base));
    return FinalAnswer.of(answer, reader).against(right, Function.identity());
  }
}
