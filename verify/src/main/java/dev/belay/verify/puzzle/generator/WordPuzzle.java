package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.WordReader;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Puzzles whose answer is a word, or a few, that no list knows; case does not matter. */
public abstract class WordPuzzle extends PuzzleGenerator {

  private static final String GIVEN = "given";

  protected WordPuzzle(String name, String description, Parameter... parameters) {
    super(name, description, parameters);
  }

  /**
   * A puzzle.
   *
   * @param given the words of the question that an explanation may repeat
   */
  protected static PuzzleText puzzle(
      String prompt, String content, List<String> given, String answer) {
    return new PuzzleText(prompt, content, Map.of(GIVEN, blanks(given)), answer);
  }

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    List<String> right = Facts.parts(facts.requiredSolution().toLowerCase(Locale.ROOT), ' ');
    Set<String> given = new HashSet<>();
    for (String word : Facts.parts(facts.values().getOrDefault(GIVEN, ""), ' ')) {
      given.add(word.toLowerCase(Locale.ROOT));
    }
    String kind = right.size() == 1 ? "a word" : right.size() + " words";
    return FinalAnswer.of(answer, new WordReader(kind, right.size(), given))
        .against(String.join(" ", right), Function.identity());
  }
}
