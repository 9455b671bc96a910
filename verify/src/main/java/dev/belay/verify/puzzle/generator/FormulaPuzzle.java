package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.Formula;
import dev.belay.verify.puzzle.answer.FormulaReader;
import dev.belay.verify.puzzle.answer.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puzzles whose answer is a calculation with given numbers that comes to a target. */
public abstract class FormulaPuzzle extends PuzzleGenerator {

  private static final String NUMBERS = "numbers";
  private static final String TARGET = "target";

  private final boolean all;

  /**
   * A generator.
   *
   * @param all whether every number must be used
   */
  protected FormulaPuzzle(String name, String description, boolean all, Parameter... parameters) {
    super(name, description, parameters);
    this.all = all;
  }

  /** A puzzle with one of its solutions. */
  protected static PuzzleText puzzle(
      String prompt, List<Integer> numbers, int target, String solution) {
    String content = blanks(numbers.stream().sorted().toList()) + " to " + target;
    return new PuzzleText(
        prompt,
        content,
        Map.of(NUMBERS, blanks(numbers), TARGET, Integer.toString(target)),
        solution);
  }

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    List<Integer> numbers = facts.numbers(NUMBERS);
    Fraction target = Fraction.of(facts.number(TARGET));
    return FinalAnswer.of(answer, new FormulaReader())
        .judged(found -> broken(found, numbers, target), Formula::text);
  }

  private Optional<String> broken(Formula found, List<Integer> numbers, Fraction target) {
    List<Integer> left = new ArrayList<>(numbers);
    for (Integer used : found.numbers()) {
      if (!left.remove(/* element */ used)) {
        return Optional.of(used + " is not among the numbers, or is used too often");
      }
    }
    if (all && !left.isEmpty()) {
      return Optional.of("not used: " + commas(left));
    }
    return found.value().equals(target)
        ? Optional.empty()
        : Optional.of("it comes to %s, not %s".formatted(found.value(), target));
  }
}
