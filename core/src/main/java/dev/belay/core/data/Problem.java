package dev.belay.core.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task whose completion can be checked.
 *
 * @param id unique within the dataset
 * @param question what the model is asked
 * @param gold the reference answer that a verifier compares with
 * @param solution a whole correct completion to imitate, where the dataset has one
 * @param source where it was read
 * @param category what it is about, such as a subject; empty when the dataset has no categories
 * @param choices the texts of the options of a multiple-choice question, whose reference answer is
 *     a letter, A for the first; empty for other problems
 */
public record Problem(
    String id,
    String question,
    String gold,
    @Nullable String solution,
    SourceLine source,
    String category,
    List<String> choices)
    implements Sample {

  public Problem {
    choices = List.copyOf(choices);
  }

  /** A problem with a solution, not of multiple choice. */
  public Problem(
      String id, String question, String gold, @Nullable String solution, SourceLine source) {
    this(id, question, gold, solution, source, "", List.of());
  }

  public Problem(String id, String question, String gold, SourceLine source) {
    this(id, question, gold, null, source);
  }

  @Override
  public String prompt() {
    return question;
  }
}
