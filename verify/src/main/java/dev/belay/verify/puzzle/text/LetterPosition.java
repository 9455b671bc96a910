package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.WordPuzzle;
import dev.belay.verify.puzzle.generator.Words;
import java.util.List;

/** Which letter stands at a place of a word. */
public final class LetterPosition extends WordPuzzle {

  private static final List<String> PLACES =
      List.of("first", "second", "third", "fourth", "fifth", "sixth");

  public LetterPosition() {
    super(
        "letter-position",
        "Which letter stands at a place of a word.",
        Parameter.of(
            "places", "1: the first; 2: also the last; more: up to that place too", 1, 6, 1, 2, 5),
        Parameter.of("letters", "the longest word", 6, 9, 9, 9, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int places = settings.get("places");
    String word = draw.of(Words.common(Math.max(3, places), settings.get("letters")));
    int place = draw.between(1, places);
    boolean last = place == 2;
    int index = last ? word.length() - 1 : place - 1;
    return puzzle(
        "What is the %s letter of the word \"%s\"? Answer with one letter."
            .formatted(last ? "last" : PLACES.get(place - 1), word),
        word + " at " + place,
        List.of(word),
        word.substring(index, index + 1));
  }
}
