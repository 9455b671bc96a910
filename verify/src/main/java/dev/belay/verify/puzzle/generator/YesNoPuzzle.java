package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.YesNoReader;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Puzzles whose answer is yes or no. */
public abstract class YesNoPuzzle extends PuzzleGenerator {

  protected YesNoPuzzle(String name, String description, Parameter... parameters) {
    super(name, description, parameters);
  }

  /** A puzzle. */
  protected static PuzzleText puzzle(String prompt, String content, boolean answer) {
    return new PuzzleText(prompt, content, Map.of(), answer ? "yes" : "no");
  }

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    String right = facts.requiredSolution().toLowerCase(Locale.ROOT);
    if (!right.equals("yes") && !right.equals("no")) {
      throw new Facts.BrokenFacts("the reference answer \"" + right + "\" is not yes or no");
    }
    return FinalAnswer.of(answer, new YesNoReader()).against(right, Function.identity());
  }
}
