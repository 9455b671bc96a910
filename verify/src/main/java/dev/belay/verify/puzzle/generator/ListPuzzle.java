package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.ListReader;
import java.util.List;
import java.util.Optional;

/** Puzzles whose answer is a list of things that the puzzle names. */
public abstract class ListPuzzle extends PuzzleGenerator {

  protected ListPuzzle(String name, String description, Parameter... parameters) {
    super(name, description, parameters);
  }

  /** What items may stand in an answer. */
  protected abstract List<String> items(Facts facts);

  /** Which rule a list breaks; empty when it solves the puzzle. */
  protected abstract Optional<String> broken(Facts facts, List<String> answer);

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    List<String> items = items(facts);
    broken(facts, items); // Facts that are broken are so whatever was answered.
    ListReader reader = new ListReader("a list of things that the puzzle names", items);
    return FinalAnswer.of(answer, reader)
        .judged(found -> broken(facts, found), list -> String.join(", ", list));
  }
}
