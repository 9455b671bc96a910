package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Answers that are marked as such: {@code ####}, {@code \boxed{…}}, {@code <answer>…</answer>}. */
final class Marks {

  /** What headings begin with that are written as {@code ####} lines. */
  private static final Set<String> HEADINGS =
      Set.of(
          "step",
          "part",
          "case",
          "solution",
          "explanation",
          "answer",
          "final",
          "conclusion",
          "method",
          "check",
          "verification",
          "reasoning",
          "approach",
          "given",
          "calculation",
          "note",
          "summary");

  private Marks() {}

  /**
   * A marked part of the text.
   *
   * @param to the token after its last
   * @param closed whether its end is marked too, so that nothing can be missing
   */
  record Mark(int from, int to, boolean closed) {}

  /** All marks that hold something, in the order of the text. */
  static List<Mark> of(MathTokens tokens, List<FoundAmount> amounts) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.at(i).kind()) {
        case HASHES -> addLine(tokens, i, amounts, marks);
        case BOX -> addBox(tokens, i, amounts, marks);
        case ANSWER_OPEN -> addTag(tokens, i, marks);
        default -> {}
      }
    }
    return marks;
  }

  /** Names the kind of a mark. */
  static String rule(MathTokens tokens, Mark mark) {
    return switch (tokens.at(mark.from() - 1).kind()) {
      case HASHES, NEWLINE -> "after ####";
      case ANSWER_OPEN -> "in <answer>";
      default -> "in \\boxed";
    };
  }

  private static void addLine(
      MathTokens tokens, int hashes, List<FoundAmount> amounts, List<Mark> marks) {
    int from = hashes + 1;
    if (tokens.is(from, Kind.NEWLINE)
        && holdsAmount(from + 1, lineEnd(tokens, from + 1), amounts)) {
      from++;
    }
    int end = lineEnd(tokens, from);
    boolean heading = HEADINGS.contains(tokens.at(from).word());
    if (!heading || holdsAmount(from, end, amounts)) {
      marks.add(new Mark(from, end, end < tokens.size()));
    }
  }

  private static int lineEnd(MathTokens tokens, int from) {
    int end = from;
    while (end < tokens.size() && !tokens.is(end, Kind.NEWLINE)) {
      end++;
    }
    return end;
  }

  private static boolean holdsAmount(int from, int to, List<FoundAmount> amounts) {
    return amounts.stream()
        .filter(found -> !found.isPassive())
        .anyMatch(found -> found.from() >= from && found.from() < to);
  }

  private static void addBox(
      MathTokens tokens, int box, List<FoundAmount> amounts, List<Mark> marks) {
    int close = tokens.closing(box + 1);
    boolean open = tokens.is(box + 1, Kind.LEFT_BRACE);
    if (isDigit(tokens, box + 1, amounts)) {
      marks.add(new Mark(box + 1, box + 2, box + 2 < tokens.size()));
    } else if (!open || close < 0) {
      marks.add(new Mark(box + 1, box + 1, false));
    } else if (close > box + 2) {
      marks.add(new Mark(box + 2, close, true));
    }
  }

  /** {@code \boxed 7}: without braces, LaTeX takes one character. */
  private static boolean isDigit(MathTokens tokens, int at, List<FoundAmount> amounts) {
    boolean digit = tokens.is(at, Kind.NUMBER) && tokens.at(at).text().length() == 1;
    return digit && amounts.stream().anyMatch(f -> f.from() == at && f.to() == at + 1);
  }

  private static void addTag(MathTokens tokens, int open, List<Mark> marks) {
    int close = open + 1;
    while (close < tokens.size() && !tokens.is(close, Kind.ANSWER_CLOSE)) {
      close++;
    }
    if (close > open + 1) {
      marks.add(new Mark(open + 1, close, close < tokens.size()));
    }
  }
}
