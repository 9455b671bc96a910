package dev.belay.verify.puzzle.generator;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import java.util.Map;

/** Puzzles whose answer is one number, read and compared as the verifier of mathematics does. */
public abstract class NumberPuzzle extends PuzzleGenerator {

  private static final MathVerifier NUMBERS = new MathVerifier();

  protected NumberPuzzle(String name, String description, Parameter... parameters) {
    super(name, description, parameters);
  }

  /** A puzzle with a whole number as its answer. */
  protected static PuzzleText puzzle(String prompt, String content, long answer) {
    return new PuzzleText(prompt, content, Map.of(), Long.toString(answer));
  }

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    String gold = facts.requiredSolution();
    return NUMBERS.verify(answer, new Problem("", "", gold, new SourceLine("puzzle", 1)));
  }
}
