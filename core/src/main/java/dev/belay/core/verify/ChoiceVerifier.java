package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares the option that a completion settles on with the right one, A being the first. How it is
 * found is told at {@link ChoiceExtraction}. Where letter and text of an option disagree, the
 * letter counts. A completion that settles on several is undecided; one that names none is
 * incorrect.
 */
public final class ChoiceVerifier implements Verifier {

  /** Options of a question whose texts are not known. */
  private static final List<String> UNKNOWN = Collections.nCopies(4, "");

  /** The answer is looked for in this many last characters. */
  private static final int MAX_CHARACTERS = 20_000;

  @Override
  public String name() {
    return "choice";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String extractor() {
    return "option-letter";
  }

  /**
   * Judges a completion by letters alone.
   *
   * @param gold a letter from A to D
   */
  @Override
  public Verdict verify(String completion, String gold) {
    return verify(completion, gold, UNKNOWN);
  }

  /**
   * Judges a completion of a problem, whose choices are known by letter and by text; by letters
   * alone where the problem does not say its choices.
   */
  @Override
  public Verdict verify(String completion, Problem problem) {
    return verify(
        completion, problem.gold(), problem.choices().isEmpty() ? UNKNOWN : problem.choices());
  }

  private static Verdict verify(String completion, String gold, List<String> options) {
    int right = gold.length() == 1 ? gold.charAt(0) - 'A' : -1;
    if (options.size() < 2 || options.size() > 26 || right < 0 || right >= options.size()) {
      return Verdict.error(
          "the reference answer \"%s\" is not the letter of one of %d options"
              .formatted(gold.length() <= 40 ? gold : gold.substring(0, 37) + "…", options.size()));
    }
    if (completion.isBlank()) {
      return Verdict.incorrect(null, "empty completion");
    }
    int from = Math.max(0, completion.length() - MAX_CHARACTERS);
    ChoiceExtraction.Result found = ChoiceExtraction.extract(completion.substring(from), options);
    String letters =
        found.letters().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return switch (found.letters().size()) {
      case 0 -> Verdict.incorrect(null, found.how());
      case 1 ->
          letters.equals(gold)
              ? Verdict.correct(letters, found.how())
              : Verdict.incorrect(letters, found.how());
      default -> Verdict.undecided(letters, found.how() + ": several options");
    };
  }
}
