package dev.belay.core.data;

import org.jspecify.annotations.Nullable;

/**
 * A task whose completion can be checked.
 *
 * @param id unique within the dataset
 * @param question what the model is asked
 * @param gold the reference answer that a verifier compares with
 * @param solution a whole correct completion to imitate, where the dataset has one
 * @param source where it was read
 */
public record Problem(
    String id, String question, String gold, @Nullable String solution, SourceLine source)
    implements Sample {

  public Problem(String id, String question, String gold, SourceLine source) {
    this(id, question, gold, null, source);
  }

  @Override
  public String prompt() {
    return question;
  }
}
