package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.List;

/** Which word stands at a place of a list. */
public final class ListItem extends OptionPuzzle {

  private static final List<String> PLACES =
      List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

  public ListItem() {
    super(
        "list-item",
        "Which word stands at a place of a list.",
        Parameter.of("count", "how many words", 2, 8, 2, 4, 8));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int count = settings.get("count");
    List<String> words = draw.some(Words.COMMON, count);
    int place = draw.between(0, count);
    boolean last = place == count;
    return puzzle(
        "Here is a list: %s. What is the %s word in it?"
            .formatted(commas(words), last ? "last" : PLACES.get(place)),
        blanks(words),
        words,
        words.get(last ? count - 1 : place));
  }
}
