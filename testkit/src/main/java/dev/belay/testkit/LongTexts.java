package dev.belay.testkit;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Texts of one piece over and over, which patterns that go back take the square of the time for.
 */
public final class LongTexts {

  /** Pieces that answers, options, markup and refusals are found by. */
  private static final List<String> PIECES =
      List.of(
          " ",
          "\n",
          "\t \n",
          "a",
          "A",
          "A ",
          "a. ",
          "1",
          "1 ",
          "1,",
          ",000",
          "1.",
          "1/",
          "-",
          "- ",
          "+",
          "=",
          "x=",
          "2^",
          "^{",
          "\\frac{1}{",
          "\\sqrt{",
          "\\boxed{",
          "\\text{",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "$",
          "$$",
          "\\(",
          "\\[",
          "#",
          "#### ",
          "*",
          "**",
          "* ",
          "`",
          "``` ",
          "_",
          "|",
          "~",
          "<",
          "<answer>",
          "<think>",
          "\"",
          "'",
          "answer: ",
          "answer is ",
          "The answer is (",
          "option A, ",
          "(A) or ",
          "so B ",
          "not A, ",
          "A is wrong. ",
          "wait, ",
          "seven ",
          "hundred and ",
          "twenty-",
          "I cannot ",
          "I'm sorry, ",
          "Sure. ",
          "Step 1: ",
          "1. ",
          "however, ",
          "? ",
          "! ",
          "...",
          "\u2026",
          "\u4f60",
          "\ud83d\ude00",
          "\u0301",
          "%",
          "\\",
          "&",
          "\u00d7",
          "\u00f7 ",
          "5 km ",
          "$5 ",
          "0x",
          "1e",
          "1_",
          "and ",
          "of ",
          ", ");

  private LongTexts() {}

  /**
   * Reads each text at 10 and at 100 thousand characters, with and without another end, and prints
   * the worst.
   *
   * @return milliseconds of the slowest text of 100 thousand characters
   */
  public static double slowest(String name, Consumer<String> reader) {
    double worst = -1;
    String what = "";
    for (String piece : PIECES) {
      for (String end : List.of("", "x", "\n7")) {
        double few = millis(reader, text(piece, 10_000) + end);
        double many = millis(reader, text(piece, 100_000) + end);
        if (many > worst) {
          worst = many;
          what =
              String.format(
                  Locale.ROOT,
                  "\"%s\" and \"%s\": %.1f ms at 10 kB, %.1f ms at 100 kB",
                  piece,
                  end,
                  few,
                  many);
        }
      }
    }
    System.out.println("long texts " + name + ": " + what.replace("\n", "\\n"));
    return worst;
  }

  private static String text(String piece, int length) {
    return piece.repeat(length / piece.length());
  }

  private static double millis(Consumer<String> reader, String text) {
    long start = System.nanoTime();
    reader.accept(text);
    return (System.nanoTime() - start) / 1e6;
  }
}
