package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many things of a kind somebody has, among others. */
public final class ObjectCounting extends NumberPuzzle {

  private static final Map<String, List<String>> KINDS =
      Map.of(
          "fruits", List.of("apple", "pear", "banana", "orange", "lemon", "grape", "plum"),
          "animals", List.of("dog", "cat", "horse", "cow", "goat", "rabbit", "duck"),
          "tools", List.of("hammer", "saw", "drill", "wrench", "axe"),
          "pieces of furniture", List.of("chair", "table", "sofa", "bed", "desk", "stool"));

  public ObjectCounting() {
    super(
        "object-counting",
        "How many things of a kind somebody has, among others.",
        Parameter.of("things", "how many sorts of things are counted", 2, 5, 2, 3, 4),
        Parameter.of("others", "how many sorts of other things there are", 0, 5, 0, 2, 3),
        Parameter.of("largest", "at most so many of a sort", 1, 50, 3, 4, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<String> kinds = draw.shuffled(KINDS.keySet().stream().sorted().toList());
    List<String> things = new ArrayList<>();
    int total = 0;
    for (String thing :
        draw.some(KINDS.getOrDefault(kinds.get(0), List.of()), settings.get("things"))) {
      int count = draw.between(1, settings.get("largest"));
      things.add(Words.counted(count, thing));
      total += count;
    }
    for (String other :
        draw.some(KINDS.getOrDefault(kinds.get(1), List.of()), settings.get("others"))) {
      things.add(Words.counted(draw.between(1, settings.get("largest")), other));
    }
    List<String> shown = draw.shuffled(things);
    return puzzle(
        "I have %s. How many %s do I have?".formatted(listed(shown), kinds.get(0)),
        blanks(things.stream().sorted().toList()),
        total);
  }
}
