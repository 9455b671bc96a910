package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.WordPuzzle;
import dev.belay.verify.puzzle.generator.Words;
import java.util.List;

/** Words to be written backward. */
public final class SpellBackward extends WordPuzzle {

  public SpellBackward() {
    super(
        "spell-backward",
        "Words to be written backward.",
        Parameter.of("shortest", "the shortest word", 3, 7, 3, 4, 5),
        Parameter.of("letters", "the longest word", 3, 9, 5, 6, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int shortest = settings.get("shortest");
    String word = draw.of(Words.common(shortest, Math.max(shortest, settings.get("letters"))));
    return puzzle(
        "Spell the word \"%s\" backward.".formatted(word),
        word + " backward",
        List.of(word, "word"),
        new StringBuilder(word).reverse().toString());
  }
}
