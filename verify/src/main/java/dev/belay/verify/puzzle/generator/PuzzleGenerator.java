package dev.belay.verify.puzzle.generator;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import java.util.List;

/** Draws puzzles of one kind, as hard as is wanted, and checks answers to them. Stateless. */
public abstract class PuzzleGenerator {

  private final String name;
  private final String description;
  private final List<Parameter> parameters;

  /**
   * A generator.
   *
   * @param name as recipes write it
   * @param description what its puzzles ask, as a sentence
   * @param parameters what makes them harder; at least one
   */
  protected PuzzleGenerator(String name, String description, Parameter... parameters) {
    this.name = name;
    this.description = description;
    this.parameters = List.of(parameters);
  }

  public final String name() {
    return name;
  }

  public final String description() {
    return description;
  }

  public final List<Parameter> parameters() {
    return parameters;
  }

  /** A puzzle; the same settings and the same chance always give the same one. */
  public abstract PuzzleText draw(Settings settings, Draw draw);

  /**
   * Whether an answer solves a puzzle.
   *
   * @throws Facts.BrokenFacts when the facts are not those of such a puzzle
   */
  public abstract Verdict check(Facts facts, Answer answer);

  /** Such as "Ann, Bob and Cara". */
  protected static String listed(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
  }

  /** Such as "3, 1, 2". */
  protected static String commas(List<?> items) {
    return String.join(", ", items.stream().map(Object::toString).toList());
  }

  /** Such as "3 1 2". */
  protected static String blanks(List<?> items) {
    return String.join(" ", items.stream().map(Object::toString).toList());
  }
}
