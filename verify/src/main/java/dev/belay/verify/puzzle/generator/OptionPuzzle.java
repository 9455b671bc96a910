package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.OptionReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Puzzles whose answer is one of a few words or numbers that the puzzle names. */
public abstract class OptionPuzzle extends PuzzleGenerator {

  private static final String OPTIONS = "options";

  private final List<String> options;
  private final Map<String, String> aliases;

  /** Options that differ from puzzle to puzzle. */
  protected OptionPuzzle(String name, String description, Parameter... parameters) {
    this(name, description, List.of(), Map.of(), parameters);
  }

  /**
   * Options that are always the same.
   *
   * @param options in lower case; empty where each puzzle has its own
   * @param aliases other spellings, and what they stand for
   */
  protected OptionPuzzle(
      String name,
      String description,
      List<String> options,
      Map<String, String> aliases,
      Parameter... parameters) {
    super(name, description, parameters);
    this.options = List.copyOf(options);
    this.aliases = Map.copyOf(aliases);
  }

  /** A puzzle with the options that all have. */
  protected static PuzzleText puzzle(String prompt, String content, String answer) {
    return new PuzzleText(prompt, content, Map.of(), answer);
  }

  /** A puzzle with options of its own, single words or numbers. */
  protected static PuzzleText puzzle(
      String prompt, String content, List<String> options, String answer) {
    return new PuzzleText(prompt, content, Map.of(OPTIONS, blanks(options)), answer);
  }

  @Override
  public final Verdict check(Facts facts, Answer answer) {
    List<String> known =
        (options.isEmpty() ? facts.words(OPTIONS) : options)
            .stream().map(option -> option.toLowerCase(Locale.ROOT)).toList();
    String right = facts.requiredSolution().toLowerCase(Locale.ROOT);
    if (!known.contains(right)) {
      throw new Facts.BrokenFacts(
          "the reference answer \"%s\" is not one of %s".formatted(right, known));
    }
    return FinalAnswer.of(answer, new OptionReader(known, aliases))
        .against(right, Function.identity());
  }
}
