package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;
import java.util.Map;

/** What a circuit of logic gates puts out. */
public final class CircuitLogic extends OptionPuzzle {

  public CircuitLogic() {
    super(
        "circuit-logic",
        "What a circuit of AND, OR, XOR and NOT puts out.",
        List.of("0", "1"),
        Map.of("false", "0", "true", "1", "zero", "0", "one", "1"),
        Parameter.of("inputs", "how many inputs", 2, 6, 2, 3, 4),
        Parameter.of("gates", "how many gates beside NOT", 1, 12, 1, 2, 4));
  }

  private record Wire(String text, boolean on, boolean isGate) {}

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int inputs = settings.get("inputs");
    int bits = draw.between(0, (1 << inputs) - 1);
    StringBuilder given = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      given
          .append(i == 0 ? "" : ", ")
          .append((char) ('A' + i))
          .append(" is ")
          .append(bits >> i & 1);
    }
    Wire out = wire(settings.get("gates"), inputs, bits, draw);
    String text = "%s. What is %s?".formatted(given, out.text);
    return puzzle(text + " Answer 0 or 1.", text, out.on ? "1" : "0");
  }

  private static Wire wire(int gates, int inputs, int bits, Draw draw) {
    if (gates == 0) {
      int input = draw.between(0, inputs - 1);
      boolean on = (bits >> input & 1) == 1;
      boolean inverted = draw.rarely();
      String name = String.valueOf((char) ('A' + input));
      return new Wire(inverted ? "NOT " + name : name, on ^ inverted, false);
    }
    int before = draw.between(0, gates - 1);
    Wire left = wire(before, inputs, bits, draw);
    Wire right = wire(gates - 1 - before, inputs, bits, draw);
    String gate = draw.of(List.of("AND", "OR", "XOR"));
    boolean on =
        switch (gate) {
          case "AND" -> left.on && right.on;
          case "OR" -> left.on || right.on;
          default -> left.on ^ right.on;
        };
    return new Wire(inBrackets(left) + " " + gate + " " + inBrackets(right), on, true);
  }

  private static String inBrackets(Wire wire) {
    return wire.isGate ? "(" + wire.text + ")" : wire.text;
  }
}
