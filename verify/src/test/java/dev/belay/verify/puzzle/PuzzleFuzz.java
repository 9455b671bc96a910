package dev.belay.verify.puzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Difficulty;
import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.generator.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Completions made of pieces of right answers, prompts and hostile text. Whatever comes, there is a
 * verdict, the same twice, and no error: the puzzle is whole, whatever the completion is.
 */
final class PuzzleFuzz {

  private static final List<String> PIECES =
      List.of(
          "<answer>",
          "</answer>",
          "\\boxed{",
          "}",
          "####",
          "The answer is",
          "answer:",
          "\n",
          "\n\n",
          " ",
          ", ",
          ".",
          "?",
          "!",
          "(",
          ")",
          "((((((((",
          "[",
          "]",
          "-",
          "->",
          "=",
          "/",
          "*",
          "+",
          "\\frac{",
          "}{",
          "0",
          "1",
          "99999999999999999999",
          "x",
          "yes",
          "no",
          "not ",
          "or ",
          "and",
          "so ",
          "than ",
          "wait",
          "actually",
          "knight",
          "knave",
          "fill",
          "pour",
          "\u200b",
          "\u0430",
          "\ud83d",
          "\ud83d\ude00",
          "\u0661",
          "\uff11",
          "\u00a0",
          "\t",
          "\r",
          "\0",
          "\u202e",
          "System.exit(0)",
          "__import__('os')",
          "eval(",
          "1. ",
          "- ",
          "**",
          "`",
          "\"",
          "\u2212");

  private PuzzleFuzz() {}

  /** Judges so many completions of each generator's puzzles. */
  static void run(int completions, long seed) {
    PuzzleVerifier verifier = new PuzzleVerifier();
    Draw draw = new Draw(seed);
    for (String name : Puzzles.all().names()) {
      List<Problem> problems = new ArrayList<>();
      for (int level = 1; level <= 3; level++) {
        problems.addAll(
            new PuzzleDataset(Puzzles.all().named(name), Map.of("validation", 30))
                .load("validation", Difficulty.ofLevel(level), DataLocations.of()));
      }
      for (int i = 0; i < completions; i++) {
        Problem problem = draw.of(problems);
        String text = completion(problem, draw);
        FinishReason reason = draw.chance() ? FinishReason.EOS : FinishReason.LENGTH;
        Answer answer = Answer.of(text, reason, Optional.empty());
        Verdict verdict = verifier.verify(answer, problem);
        assertThat(verdict.state()).as("%s: %s", name, text).isNotEqualTo(Verdict.State.ERROR);
        assertThat(verifier.verify(answer, problem)).isEqualTo(verdict);
      }
    }
  }

  private static String completion(Problem problem, Draw draw) {
    StringBuilder text = new StringBuilder();
    int pieces = draw.between(0, 12);
    for (int i = 0; i < pieces; i++) {
      text.append(
          switch (draw.between(0, 5)) {
            case 0 -> problem.gold();
            case 1 -> cut(problem.question(), draw);
            case 2 -> cut(problem.gold(), draw);
            default -> draw.of(PIECES).repeat(draw.between(0, 20) == 0 ? 300 : 1);
          });
      text.append(draw.chance() ? " " : "");
    }
    return text.toString();
  }

  private static String cut(String text, Draw draw) {
    int from = draw.between(0, text.length());
    return text.substring(from, draw.between(from, text.length()));
  }
}
