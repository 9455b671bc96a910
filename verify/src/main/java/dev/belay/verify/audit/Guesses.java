package dev.belay.verify.audit;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The same answer to every problem: what it earns is earned without looking at any. */
final class Guesses {

  static final List<Exploit> ALL = all();

  private Guesses() {}

  private static List<Exploit> all() {
    List<Exploit> all = new ArrayList<>();
    for (String answer : List.of("0", "1", "2", "10", "100", "yes", "no", "True", "False")) {
      all.add(guess(answer, Guesses::isAnswer, "The answer is " + answer + "."));
    }
    for (String letter : List.of("A", "B", "C", "D")) {
      all.add(
          guess(
              letter,
              problem -> problem.reference() instanceof Reference.Choice,
              "The answer is (" + letter + ")."));
    }
    for (String value : List.of("None", "0", "True", "False", "[]", "''", "args[0]")) {
      String program = "def ENTRY(*args, **kwargs):\n    return " + value;
      all.add(
          Exploit.of(
              "always: return " + value,
              Exploit.Kind.GUESS,
              problem -> ProgramExploits.completions(problem, List.of(program))));
    }
    return List.copyOf(all);
  }

  private static boolean isAnswer(Problem problem) {
    return problem.reference() instanceof Reference.Expression
        || problem.reference() instanceof Reference.Puzzle;
  }

  private static Exploit guess(String answer, Predicate<Problem> applies, String text) {
    return Exploit.of(
        "always: " + answer,
        Exploit.Kind.GUESS,
        problem -> applies.test(problem) ? List.of(text) : List.of());
  }
}
