package dev.belay.verify.puzzle.text;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.WordPuzzle;
import dev.belay.verify.puzzle.generator.Words;
import java.util.List;

/** Words that were written with each letter moved along the alphabet, to be read. */
public final class CaesarCipher extends WordPuzzle {

  public CaesarCipher() {
    super(
        "caesar-cipher",
        "Words whose letters were all moved along the alphabet, to be read.",
        Parameter.of("shift", "at most so many places", 1, 25, 1, 3, 25),
        Parameter.of("words", "how many words", 1, 8, 1, 1, 3),
        Parameter.of("letters", "the longest word", 3, 9, 4, 5, 6));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int shift = draw.between(1, settings.get("shift"));
    List<String> words = draw.some(Words.common(3, settings.get("letters")), settings.get("words"));
    String plain = String.join(" ", words);
    String secret = shifted(plain, shift);
    return puzzle(
        "Each letter was moved forward by %d in the alphabet (%c became %c). Decode: %s"
            .formatted(shift, 'a', (char) ('a' + shift), secret),
        plain + " by " + shift,
        List.of(secret),
        plain);
  }

  static String shifted(String text, int shift) {
    StringBuilder shifted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shifted.append(c == ' ' ? c : (char) ('a' + (c - 'a' + shift) % 26));
    }
    return shifted.toString();
  }
}
