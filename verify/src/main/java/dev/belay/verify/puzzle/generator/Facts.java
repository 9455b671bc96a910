package dev.belay.verify.puzzle.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checker knows of a puzzle, written as {@code name=value; name=value} with the names in
 * order. Values hold neither semicolons nor equals signs.
 *
 * @param values by name
 * @param solution one right answer; empty when none is known
 */
public record Facts(Map<String, String> values, String solution) {

  private static final int MAX_CHARACTERS = 4000;

  public Facts {
    values = Map.copyOf(values);
  }

  /** That facts are missing or broken: the puzzle cannot be checked. */
  public static final class BrokenFacts extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokenFacts(String message) {
      super(message);
    }
  }

  /** Reads what {@link #state} wrote. */
  public static Facts read(String state, String solution) {
    if (state.length() > MAX_CHARACTERS) {
      throw new BrokenFacts("the state of the puzzle is longer than " + MAX_CHARACTERS);
    }
    Map<String, String> values = new TreeMap<>();
    for (String part : parts(state, ';')) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new BrokenFacts("the state of the puzzle has no name=value in \"" + part + "\"");
      }
      values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return new Facts(values, solution.strip());
  }

  /** Facts as one line. */
  public static String state(Map<String, String> values) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> parts.add(name + "=" + value));
    return String.join("; ", parts);
  }

  /** The parts of a text between separators, stripped, without empty ones. */
  public static List<String> parts(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      String part = text.substring(from, end < 0 ? text.length() : end).strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = end < 0 ? text.length() + 1 : end + 1;
    }
    return parts;
  }

  /** A fact. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new BrokenFacts("the state of the puzzle does not say " + name);
    }
    return value;
  }

  /** A fact that is a whole number. */
  public int number(String name) {
    return parsed(name, text(name));
  }

  /** A fact that is words or numbers between blanks. */
  public List<String> words(String name) {
    List<String> words = parts(text(name), ' ');
    if (words.isEmpty()) {
      throw new BrokenFacts("the state of the puzzle has no " + name);
    }
    return words;
  }

  /** A fact that is whole numbers between blanks. */
  public List<Integer> numbers(String name) {
    return words(name).stream().map(word -> parsed(name, word)).toList();
  }

  private static int parsed(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new BrokenFacts("%s is no whole number: \"%s\"".formatted(name, value));
    }
  }

  /** The known solution, without which this kind of puzzle cannot be checked. */
  public String requiredSolution() {
    if (solution.isEmpty()) {
      throw new BrokenFacts("the puzzle has no reference answer");
    }
    return solution;
  }
}
