package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;

/** How often a letter appears in a word or in several. */
public final class LetterCounting extends NumberPuzzle {

  public LetterCounting() {
    super(
        "letter-counting",
        "How often a letter appears in a word or in several.",
        Parameter.of("words", "how many words", 1, 12, 1, 1, 4),
        Parameter.of("letters", "the longest word", 3, 9, 4, 8, 8));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int longest = settings.get("letters");
    List<String> words =
        draw.some(Words.common(Math.min(3, longest), longest), settings.get("words"));
    String text = String.join(" ", words);
    List<Character> letters = new ArrayList<>();
    text.chars()
        .filter(Character::isLetter)
        .distinct()
        .sorted()
        .forEach(c -> letters.add((char) c));
    char letter = draw.of(letters);
    long count = text.chars().filter(c -> c == letter).count();
    return puzzle(
        "How many times does the letter \"%c\" appear in the word%s \"%s\"?"
            .formatted(letter, words.size() == 1 ? "" : "s", text),
        letter + " in " + text,
        count);
  }
}
