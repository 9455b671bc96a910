package dev.belay.verify.puzzle;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import java.util.Optional;

/**
 * Checks answers to generated puzzles, each by its own generator: whatever solves the puzzle is
 * worth 1, everything else 0, and nothing lies between. Completions are scanned, never evaluated.
 */
public final class PuzzleVerifier implements Verifier {

  @Override
  public String name() {
    return "logic";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String extractor() {
    return "puzzle-answer";
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    if (!(problem.reference() instanceof Reference.Puzzle puzzle)) {
      return Verdict.error("the reference is no generated puzzle: " + shortened(problem.gold()));
    }
    Optional<PuzzleGenerator> generator = Puzzles.all().find(puzzle.generator());
    if (generator.isEmpty()) {
      return Verdict.error("no generator of puzzles is named " + shortened(puzzle.generator()));
    }
    try {
      Facts facts = Facts.read(puzzle.state(), puzzle.text());
      return generator.get().check(facts, withoutQuestion(answer, problem.question()));
    } catch (Facts.BrokenFacts e) {
      return Verdict.error(String.valueOf(e.getMessage()));
    }
  }

  /** What follows the question, where an answer repeats it: to repeat it is to say nothing. */
  private static Answer withoutQuestion(Answer answer, String question) {
    String repeated = question.strip();
    int at = repeated.isEmpty() ? -1 : answer.text().lastIndexOf(repeated);
    return at < 0
        ? answer
        : new Answer(
            answer.reasoning(), answer.text().substring(at + repeated.length()), answer.ending());
  }

  /** As everywhere, and a reference answer that does not solve its puzzle is an issue too. */
  @Override
  public Optional<String> referenceIssue(Problem problem) {
    String solution = problem.gold();
    Verdict verdict = verify(solution, problem);
    return switch (verdict.state()) {
      case CORRECT -> Optional.empty();
      case ERROR -> Optional.of(verdict.reason());
      default ->
          solution.isBlank()
              ? Optional.empty()
              : Optional.of(
                  "the reference answer \"%s\" does not solve the puzzle: %s"
                      .formatted(shortened(solution), verdict.reason()));
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "\u2026";
  }
}
