package dev.belay.core.data;

import dev.belay.core.text.EnglishNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to ask for a sum or a difference.
 *
 * @param template the question, with {@code {a}} and {@code {b}} for the operands as said; the
 *     larger first unless the sum is said the other way round
 * @param operator the operation that it asks for
 * @param words whether the operands are written in words
 */
record ArithmeticPhrasing(String template, char operator, boolean words) {

  private static final List<String> SYMBOLS =
      List.of(
          "What is {a} {o} {b}?",
          "{a} {o} {b} =",
          "Evaluate {a} {o} {b}.",
          "Calculate {a} {o} {b}.",
          "Compute {a} {o} {b}.",
          "Solve: {a} {o} {b}",
          "How much is {a} {o} {b}?",
          "Work out {a} {o} {b}.");

  private static final List<String> SUMS =
      List.of(
          "What is {a} plus {b}?",
          "Compute {a} plus {b}.",
          "How much is {a} plus {b}?",
          "What is the sum of {a} and {b}?",
          "Add {a} and {b}.",
          "Find the total of {a} and {b}.",
          "What do you get when you add {a} and {b}?",
          "What is {b} more than {a}?");

  private static final List<String> DIFFERENCES =
      List.of(
          "What is {a} minus {b}?",
          "Compute {a} minus {b}.",
          "How much is {a} minus {b}?",
          "Subtract {b} from {a}.",
          "Take {b} away from {a}.",
          "What is {b} less than {a}?",
          "What is the difference between {a} and {b}?",
          "What is left when {b} is taken from {a}?");

  /** Every phrasing of an operation: 8 in symbols, 8 in words with digits, the same 8 in words. */
  static List<ArithmeticPhrasing> of(char operator) {
    List<ArithmeticPhrasing> phrasings = new ArrayList<>();
    SYMBOLS.forEach(text -> phrasings.add(new ArithmeticPhrasing(text, operator, false)));
    for (String text : operator == '+' ? SUMS : DIFFERENCES) {
      phrasings.add(new ArithmeticPhrasing(text, operator, false));
      phrasings.add(new ArithmeticPhrasing(text, operator, true));
    }
    return List.copyOf(phrasings);
  }

  /** The question about two operands. */
  String ask(int first, int second) {
    return capitalized(
        template
            .replace("{a}", said(first))
            .replace("{o}", String.valueOf(operator))
            .replace("{b}", said(second)));
  }

  private String said(int number) {
    return words ? EnglishNumbers.words(number) : Integer.toString(number);
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
