package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;

/** Who comes first or last by a comparison of people two at a time. */
public final class Ordering extends OptionPuzzle {

  private record Scale(String more, String less, String most, String least) {}

  private static final List<Scale> SCALES =
      List.of(
          new Scale("taller", "shorter", "tallest", "shortest"),
          new Scale("older", "younger", "oldest", "youngest"),
          new Scale("faster", "slower", "fastest", "slowest"),
          new Scale("richer", "poorer", "richest", "poorest"));

  public Ordering() {
    super(
        "ordering",
        "Who comes first or last when people are compared two at a time.",
        Parameter.of("people", "how many people", 2, 8, 2, 3, 5),
        Parameter.of("mixed", "1 if comparisons go both ways and in any order", 0, 1, 0, 1, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    Scale scale = draw.of(SCALES);
    List<String> people = draw.some(Words.NAMES, settings.get("people"));
    boolean mixed = settings.get("mixed") == 1;
    List<String> facts = new ArrayList<>();
    for (int i = 0; i + 1 < people.size(); i++) {
      boolean turned = mixed && draw.chance();
      facts.add(
          turned
              ? "%s is %s than %s.".formatted(people.get(i + 1), scale.less, people.get(i))
              : "%s is %s than %s.".formatted(people.get(i), scale.more, people.get(i + 1)));
    }
    String text = String.join(" ", mixed ? draw.shuffled(facts) : facts);
    boolean top = draw.chance();
    String asked =
        people.size() == 2
            ? (top ? scale.more : scale.less)
            : "the " + (top ? scale.most : scale.least);
    return puzzle(
        "%s Who is %s?".formatted(text, asked),
        blanks(facts.stream().sorted().toList()),
        people.stream().sorted().toList(),
        top ? people.getFirst() : people.getLast());
  }
}
