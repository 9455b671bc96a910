package dev.belay.verify.puzzle.number;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.MinutesReader;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.Map;

/** How many minutes lie between two times of day. */
public final class TimeIntervals extends PuzzleGenerator {

  public TimeIntervals() {
    super(
        "time-intervals",
        "How many minutes lie between two times of day.",
        Parameter.of("longest", "the longest interval in minutes", 10, 1400, 50, 180, 700),
        Parameter.of("grid", "minutes are multiples of it", 1, 30, 10, 5, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int grid = settings.get("grid");
    int length = grid * draw.between(1, Math.max(1, settings.get("longest") / grid));
    int start = grid * draw.between(0, (24 * 60 - 1 - length) / grid);
    String times = clock(start) + " to " + clock(start + length);
    return new PuzzleText(
        "How many minutes are there from %s?".formatted(times),
        times,
        Map.of(),
        Integer.toString(length));
  }

  private static String clock(int minutes) {
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    MinutesReader reader = new MinutesReader();
    int right =
        reader
            .bare(facts.requiredSolution())
            .orElseThrow(() -> new Facts.BrokenFacts("the reference is no number of minutes"));
    return FinalAnswer.of(answer, reader).against(right, minutes -> minutes + " minutes");
  }
}
