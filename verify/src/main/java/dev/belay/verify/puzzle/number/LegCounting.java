package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;

/** How many legs some animals have together. */
public final class LegCounting extends NumberPuzzle {

  private record Animal(String name, int legs) {}

  private static final List<Animal> ANIMALS =
      List.of(
          new Animal("dog", 4),
          new Animal("cat", 4),
          new Animal("cow", 4),
          new Animal("horse", 4),
          new Animal("goat", 4),
          new Animal("lion", 4),
          new Animal("tiger", 4),
          new Animal("pig", 4),
          new Animal("chicken", 2),
          new Animal("duck", 2),
          new Animal("eagle", 2),
          new Animal("parrot", 2),
          new Animal("owl", 2),
          new Animal("ant", 6),
          new Animal("bee", 6),
          new Animal("beetle", 6),
          new Animal("spider", 8),
          new Animal("snake", 0));

  public LegCounting() {
    super(
        "leg-counting",
        "How many legs some animals have together.",
        Parameter.of("kinds", "how many kinds of animals", 1, 8, 1, 2, 4),
        Parameter.of("largest", "at most so many of a kind", 1, 100, 6, 5, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<String> groups = new ArrayList<>();
    int legs = 0;
    for (Animal animal : draw.some(ANIMALS, settings.get("kinds"))) {
      int count = draw.between(1, settings.get("largest"));
      groups.add(Words.counted(count, animal.name));
      legs += count * animal.legs;
    }
    String verb = groups.size() == 1 && groups.getFirst().startsWith("1 ") ? "does" : "do";
    return puzzle(
        "How many legs %s %s have%s?"
            .formatted(verb, listed(groups), groups.size() == 1 ? "" : " in total"),
        blanks(groups.stream().sorted().toList()),
        legs);
  }
}
