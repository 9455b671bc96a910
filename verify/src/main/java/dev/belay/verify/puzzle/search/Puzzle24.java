package dev.belay.verify.puzzle.search;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.FormulaPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A calculation that uses each of some numbers once and comes to 24. */
public final class Puzzle24 extends FormulaPuzzle {

  private static final int TARGET = 24;

  private static final List<String> ASKS =
      List.of(
          "Use each of the numbers %s exactly once, with + - * / and brackets, to make 24. Write"
              + " one calculation.",
          "Make 24 from the numbers %s. Use each exactly once, with + - * / and brackets. Write one"
              + " calculation.");

  public Puzzle24() {
    super(
        "puzzle24",
        "A calculation that uses each of some numbers once and comes to 24.",
        true,
        Parameter.of("numbers", "how many numbers", 2, 4, 2, 3, 4),
        Parameter.of("largest", "the largest number", 9, 200, 100, 13, 10));
  }

  private record Term(String text, long value) {}

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    while (true) {
      List<Integer> numbers = new ArrayList<>();
      List<Term> terms = new ArrayList<>();
      for (int i = 0; i < settings.get("numbers"); i++) {
        int number = draw.between(1, settings.get("largest"));
        numbers.add(number);
        terms.add(new Term(Integer.toString(number), number));
      }
      String solution = solution(terms);
      if (solution != null) {
        return puzzle(draw.of(ASKS).formatted(commas(numbers)), numbers, TARGET, solution);
      }
    }
  }

  /** Joins two of the terms in every way; divisions only where they leave no remainder. */
  private static @Nullable String solution(List<Term> terms) {
    if (terms.size() == 1) {
      return terms.getFirst().value == TARGET ? terms.getFirst().text : null;
    }
    for (int i = 0; i < terms.size(); i++) {
      for (int j = 0; j < terms.size(); j++) {
        if (i != j) {
          String found = joining(terms, i, j);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable String joining(List<Term> terms, int i, int j) {
    List<Term> rest = new ArrayList<>(terms);
    rest.remove(Math.max(i, j));
    rest.remove(Math.min(i, j));
    boolean last = rest.isEmpty();
    for (char operator : new char[] {'+', '-', '*', '/'}) {
      Term left = terms.get(i);
      Term right = terms.get(j);
      boolean wasteful = i > j && (operator == '+' || operator == '*');
      boolean exact = operator != '/' || (right.value != 0 && left.value % right.value == 0);
      if (!wasteful && exact) {
        String text = left.text + " " + operator + " " + right.text;
        List<Term> next = new ArrayList<>(rest);
        next.add(
            new Term(last ? text : "(" + text + ")", result(left.value, operator, right.value)));
        String found = solution(next);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static long result(long left, char operator, long right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      default -> left / right;
    };
  }
}
