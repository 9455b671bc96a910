package dev.belay.core.verify.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Changed, cut, joined and invented answers: each is read and compared, and none is an error. */
final class MathAnswerFuzz {
  private static final List<String> PIECES =
      List.of(
          "\\frac",
          "\\frac12",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "\\{",
          "\\}",
          "^",
          "_",
          "!",
          "|",
          "\\sqrt",
          "\\sqrt[3]",
          "1e9",
          "9999999999",
          "^{99999}",
          "\\infty",
          "\\cup",
          "\\pm",
          ",",
          "x",
          "y",
          "=",
          "<",
          "\\le",
          "\\ne",
          "\\in",
          "\\binom",
          "\\log_",
          "\\sin",
          "^\\circ",
          "\\%",
          "\\text{",
          "\\begin{pmatrix}",
          "\\end{pmatrix}",
          "&",
          "\\\\",
          "0.",
          "\\overline{3}",
          "i",
          "e",
          "\\pi",
          "/0",
          "-",
          "--",
          "1",
          "2",
          "7",
          "\ud835\udfd9",
          "\u200b",
          "or",
          "and",
          ":",
          "\\circ",
          "^{^{",
          "((((((((((",
          "\\left(",
          "\\right.",
          "$",
          "\\$",
          "\u00bd",
          "\u00b2",
          "!!!!",
          "\\lfloor",
          "\\rceil",
          "ten",
          "cm",
          "%",
          "\\mod",
          "1{,}000",
          "10_2",
          ";",
          "\u221a");

  private final Random random;
  private final List<String> seeds;

  MathAnswerFuzz(List<String> seeds, long seed) {
    this.seeds = seeds;
    this.random = new Random(seed);
  }

  /** Reads and compares so many texts; the names of no errors. */
  void run(int texts) {
    MathAnswer last = MathAnswer.read("7").orElseThrow();
    for (int i = 0; i < texts; i++) {
      String text = text();
      try {
        Optional<MathAnswer> answer = MathAnswer.read(text);
        if (answer.isPresent()) {
          Equality once = last.compare(answer.get());
          assertThat(last.compare(answer.get())).isEqualTo(once);
          last = answer.get();
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("fails on: " + text, e);
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int changes = random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      change(text);
    }
    return text.toString();
  }

  private void change(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(5)) {
      case 0 -> text.setLength(at);
      case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 2 -> text.insert(at, seeds.get(random.nextInt(seeds.size())));
      case 3 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
      default -> text.insert(at, (char) random.nextInt(32, 0x2300));
    }
  }
}
