package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where somebody faces after some turns. */
public final class Directions extends OptionPuzzle {

  private static final List<String> COMPASS = List.of("north", "east", "south", "west");
  private static final List<String> PLACES =
      List.of(
          "park", "field", "hall", "garden", "market", "forest", "room", "yard", "valley",
          "meadow");

  public Directions() {
    super(
        "directions",
        "Where somebody faces after some turns.",
        COMPASS,
        Map.of(),
        Parameter.of("turns", "how many turns", 1, 12, 1, 2, 4));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int facing = draw.between(0, 3);
    List<String> steps = new ArrayList<>();
    steps.add("You stand in a %s and face %s.".formatted(draw.of(PLACES), COMPASS.get(facing)));
    for (int i = 0; i < settings.get("turns"); i++) {
      int turn = draw.between(1, 3);
      String way = turn == 1 ? "right" : turn == 2 ? "around" : "left";
      steps.add("You %sturn %s.".formatted(i == 0 ? "" : "then ", way));
      facing = (facing + turn) % 4;
    }
    String text = String.join(" ", steps);
    return puzzle(
        text + " Which direction do you face now? Answer north, east, south or west.",
        text,
        COMPASS.get(facing));
  }
}
