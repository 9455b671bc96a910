package dev.belay.verify.puzzle.generator;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import java.util.Map;
import java.util.regex.Pattern;

/** Puzzles whose answer is one number, read and compared as the verifier of mathematics does. */
public abstract class NumberPuzzle extends PuzzleGenerator {

  private static final MathVerifier NUMBERS = new MathVerifier();
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}+(?:\\.[0-9]{1,40}+)?");

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
    if (!NUMBER.matcher(gold).matches()) {
      return Verdict.error("the reference answer \"" + gold + "\" is not one number in digits");
    }
    return NUMBERS.verify(answer, new Problem("", "", gold, new SourceLine("puzzle", 1)));
  }
}
