package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words to be put in alphabetical order. */
public final class WordSorting extends ListPuzzle {

  public WordSorting() {
    super(
        "word-sorting",
        "Words to be put in alphabetical order, forward or backward.",
        Parameter.of("count", "how many words", 2, 20, 2, 4, 7),
        Parameter.of("backward", "1 if the order may be from z to a", 0, 1, 0, 0, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<String> words = draw.some(Words.COMMON, settings.get("count"));
    boolean down = settings.get("backward") == 1 && draw.chance();
    return new PuzzleText(
        "Put these words in %s: %s"
            .formatted(
                down ? "reverse alphabetical order, from z to a" : "alphabetical order",
                commas(words)),
        blanks(sorted(words, false)),
        Map.of("words", blanks(words), "down", down ? "1" : "0"),
        commas(sorted(words, down)));
  }

  private static List<String> sorted(List<String> words, boolean down) {
    Comparator<String> order = Comparator.naturalOrder();
    return words.stream().sorted(down ? order.reversed() : order).toList();
  }

  @Override
  protected List<String> items(Facts facts) {
    return facts.words("words");
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    return answer.equals(sorted(facts.words("words"), facts.number("down") == 1))
        ? Optional.empty()
        : Optional.of("not these words in that order");
  }
}
