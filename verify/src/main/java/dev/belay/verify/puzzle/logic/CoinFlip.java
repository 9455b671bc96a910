package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which side of a coin is up after some people flipped it, or did not. */
public final class CoinFlip extends OptionPuzzle {

  public CoinFlip() {
    super(
        "coin-flip",
        "Which side of a coin is up after it was turned over some times.",
        List.of("heads", "tails"),
        Map.of("head", "heads", "tail", "tails"),
        Parameter.of("people", "how many people have it in turn", 1, 12, 1, 2, 5));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    boolean heads = draw.chance();
    List<String> steps = new ArrayList<>();
    steps.add("A coin shows %s.".formatted(heads ? "heads" : "tails"));
    for (String name : draw.some(Words.NAMES, settings.get("people"))) {
      boolean turns = draw.chance();
      steps.add(name + (turns ? " turns it over." : " does not turn it over."));
      heads ^= turns;
    }
    String text = String.join(" ", steps);
    return puzzle(
        text + " Which side is up now? Answer heads or tails.", text, heads ? "heads" : "tails");
  }
}
