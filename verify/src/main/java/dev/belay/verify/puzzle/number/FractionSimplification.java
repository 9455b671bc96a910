package dev.belay.verify.puzzle.number;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.FractionReader;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;

/** Fractions in lowest terms; an equal fraction in other terms is not the answer. */
public final class FractionSimplification extends PuzzleGenerator {

  public FractionSimplification() {
    super(
        "fraction-simplification",
        "Fractions to be written in lowest terms.",
        Parameter.of("largest", "the largest part in lowest terms", 4, 1000, 9, 20, 50),
        Parameter.of("factor", "the largest factor to be found", 2, 1000, 4, 9, 30));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int top = draw.between(1, settings.get("largest"));
    int bottom = draw.between(2, settings.get("largest"));
    int divisor = BigInteger.valueOf(top).gcd(BigInteger.valueOf(bottom)).intValueExact();
    if (bottom == divisor) {
      bottom = top + 1;
      divisor = 1;
    }
    int factor = draw.between(2, settings.get("factor"));
    String simple = (top / divisor) + "/" + (bottom / divisor);
    String given = (top / divisor * factor) + "/" + (bottom / divisor * factor);
    return new PuzzleText(
        "Write the fraction %s in lowest terms.".formatted(given), given, Map.of(), simple);
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    FractionReader reader = new FractionReader();
    String right =
        reader
            .bare(facts.requiredSolution())
            .orElseThrow(
                () -> new Facts.BrokenFacts("\"" + facts.solution() + "\" is no fraction"));
    return FinalAnswer.of(answer, reader).against(right, Function.identity());
  }
}
