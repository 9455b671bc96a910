package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;

/** How many letters a word has, or several words together. */
public final class WordLength extends NumberPuzzle {

  public WordLength() {
    super(
        "word-length",
        "How many letters a word has, or several together.",
        Parameter.of("words", "how many words", 1, 8, 1, 1, 3),
        Parameter.of("letters", "the longest word", 4, 9, 5, 9, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int count = settings.get("words");
    String text = String.join(" ", draw.some(Words.common(3, settings.get("letters")), count));
    long letters = text.chars().filter(Character::isLetter).count();
    return puzzle(
        "How many letters are in the word%s \"%s\"?".formatted(count == 1 ? "" : "s", text),
        "letters of " + text,
        letters);
  }
}
