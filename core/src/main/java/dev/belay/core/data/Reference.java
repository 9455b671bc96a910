package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What completions of a problem are checked against; each kind is checked by verifiers of its own.
 */
public sealed interface Reference {

  /** What a person sees as the reference answer. */
  String text();

  /** All else that makes it the reference that it is, beside its {@link #text()}. */
  List<String> details();

  /**
   * A final answer: a number, a formula, a word.
   *
   * @param text as the data has it, in LaTeX or plain
   */
  record Expression(String text) implements Reference {

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /**
   * An option of a multiple-choice question.
   *
   * @param text the right option's letter, A being the first
   * @param options the texts of all options, in the order of their letters
   */
  record Choice(String text, List<String> options) implements Reference {

    public Choice {
      options = List.copyOf(options);
    }

    @Override
    public List<String> details() {
      return options;
    }
  }

  /**
   * Tests of a program in Python.
   *
   * @param prefix what the completion continues, such as imports, a signature and its docstring;
   *     empty where a completion is a whole program
   * @param entryPoint the function that the tests call; empty where they do not say
   * @param setup runs before the tests; may be empty
   * @param tests sources, each of which must run without an exception
   */
  record UnitTests(String prefix, String entryPoint, String setup, List<String> tests)
      implements Reference {

    public UnitTests {
      tests = List.copyOf(tests);
    }

    @Override
    public String text() {
      String name = entryPoint.isEmpty() ? "the program" : entryPoint;
      return "%s passes %d test%s".formatted(name, tests.size(), tests.size() == 1 ? "" : "s");
    }

    @Override
    public List<String> details() {
      List<String> details = new ArrayList<>(List.of(prefix, entryPoint, setup));
      details.addAll(tests);
      return details;
    }
  }

  /**
   * Instructions whose observance can be checked, such as "no commas".
   *
   * @param all at least one, in the order of the data
   */
  record Constraints(List<Constraint> all) implements Reference {

    public Constraints {
      all = List.copyOf(all);
    }

    @Override
    public String text() {
      return String.join(", ", all.stream().map(Constraint::id).toList());
    }

    @Override
    public List<String> details() {
      return all.stream().map(one -> new TreeMap<>(one.arguments()).toString()).toList();
    }
  }

  /**
   * One checkable instruction.
   *
   * @param id such as {@code punctuation:no_comma}
   * @param arguments by name; without those that the data leaves empty
   */
  record Constraint(String id, Map<String, JsonNode> arguments) {

    public Constraint {
      arguments = Map.copyOf(arguments);
    }
  }

  /**
   * A generated puzzle.
   *
   * @param generator names the generator, which also checks
   * @param state what the checker needs of the puzzle, in the generator's own form
   * @param text one solution; others may be right as well
   */
  record Puzzle(String generator, String state, String text) implements Reference {

    @Override
    public List<String> details() {
      return List.of(generator, state);
    }
  }

  /**
   * What a well-behaved model does with a request: refuses it, or answers it.
   *
   * @param label which of both
   */
  record Behavior(SafetyPrompt.Label label) implements Reference {

    @Override
    public String text() {
      return label.snakeCase();
    }

    @Override
    public List<String> details() {
      return List.of("behavior");
    }
  }
}
