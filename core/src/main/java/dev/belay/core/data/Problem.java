package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task whose completion can be checked.
 *
 * @param id unique within the dataset
 * @param earlier the turns before the question: a system message or none, then user and assistant
 *     in turn; empty for a single turn
 * @param question what the model is asked
 * @param reference what a verifier checks completions against
 * @param solution a whole correct completion to imitate, where the dataset has one
 * @param source where it was read
 * @param category what it is about, such as a subject; empty when the dataset has no categories
 * @param columns texts and numbers of its record as they were read, by column, for templates; empty
 *     where the dataset keeps none
 */
public record Problem(
    String id,
    List<ChatMessage> earlier,
    String question,
    Reference reference,
    @Nullable String solution,
    SourceLine source,
    String category,
    Map<String, String> columns)
    implements Sample {

  public Problem {
    earlier = List.copyOf(earlier);
    columns = Map.copyOf(columns);
  }

  /** A problem that keeps no columns. */
  public Problem(
      String id,
      List<ChatMessage> earlier,
      String question,
      Reference reference,
      @Nullable String solution,
      SourceLine source,
      String category) {
    this(id, earlier, question, reference, solution, source, category, Map.of());
  }

  /** A problem of a single turn that keeps no columns. */
  public Problem(
      String id,
      String question,
      Reference reference,
      @Nullable String solution,
      SourceLine source,
      String category) {
    this(id, List.of(), question, reference, solution, source, category);
  }

  /**
   * A problem with a final answer, or of multiple choice.
   *
   * @param choices the texts of the options of a multiple-choice question, whose reference answer
   *     is a letter, A for the first; empty for other problems
   */
  public Problem(
      String id,
      String question,
      String gold,
      @Nullable String solution,
      SourceLine source,
      String category,
      List<String> choices) {
    this(id, question, reference(gold, choices), solution, source, category);
  }

  /** A problem with a final answer and a solution. */
  public Problem(
      String id, String question, String gold, @Nullable String solution, SourceLine source) {
    this(id, question, gold, solution, source, "", List.of());
  }

  /** A problem with a final answer. */
  public Problem(String id, String question, String gold, SourceLine source) {
    this(id, question, gold, null, source);
  }

  /** The same with the columns of its record. */
  public Problem withColumns(Map<String, String> read) {
    return new Problem(id, earlier, question, reference, solution, source, category, read);
  }

  private static Reference reference(String gold, List<String> choices) {
    return choices.isEmpty() ? new Reference.Expression(gold) : new Reference.Choice(gold, choices);
  }

  /** The reference answer as text. */
  public String gold() {
    return reference.text();
  }

  /** The texts of the options of a multiple-choice question; empty for other problems. */
  public List<String> choices() {
    return reference instanceof Reference.Choice choice ? choice.options() : List.of();
  }

  @Override
  public String prompt() {
    return question;
  }
}
