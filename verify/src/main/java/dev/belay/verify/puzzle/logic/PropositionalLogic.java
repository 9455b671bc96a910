package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.YesNoPuzzle;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a conclusion follows from rules and facts: chains of "if … then …", walked forward, and
 * the fallacies that look like them. A conclusion that the premises leave open does not follow.
 */
public final class PropositionalLogic extends YesNoPuzzle {

  private static final List<String> STATEMENTS =
      List.of(
          "it rains",
          "the street is wet",
          "the lamp is on",
          "the door is open",
          "the dog barks",
          "the bell rings",
          "the shop is closed",
          "the train is late",
          "the oven is hot",
          "the window is shut",
          "the cat sleeps",
          "the radio plays",
          "the bus is full",
          "the garden is dry");

  public PropositionalLogic() {
    super(
        "propositional-logic",
        "Whether a conclusion follows from rules and facts.",
        Parameter.of("rules", "how many rules a proof needs", 1, 6, 1, 2, 3),
        Parameter.of("others", "how many rules have nothing to do with it", 0, 4, 0, 0, 2),
        Parameter.of(
            "negation",
            "1 if a rule may be used backward, by what is not the case",
            0,
            1,
            0,
            1,
            1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int rules = settings.get("rules");
    List<String> chain = draw.some(STATEMENTS, rules + 1 + settings.get("others"));
    List<String> premises = new ArrayList<>();
    for (int i = 0; i < chain.size() - 1; i++) {
      if (i < rules) {
        premises.add(rule(chain.get(i), chain.get(i + 1)));
      } else {
        premises.add(rule(chain.get(i + 1), chain.get(draw.between(rules, i))));
      }
    }
    premises = draw.shuffled(premises);
    boolean backward = settings.get("negation") == 1 && draw.chance();
    boolean follows = draw.chance();
    String first = chain.getFirst();
    String last = chain.get(rules);
    String fact = backward == follows ? last : first;
    String asked = backward == follows ? first : last;
    premises.add(capital(backward ? "it is not true that " + fact : fact) + ".");
    String text = String.join(" ", premises);
    String question =
        "Does it follow that %s%s?".formatted(backward ? "it is not true that " : "", asked);
    String content = blanks(premises.stream().sorted().toList()) + " " + question;
    return puzzle(text + " " + question + " Answer yes or no.", content, follows);
  }

  private static String rule(String condition, String consequence) {
    return "If " + condition + ", then " + consequence + ".";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
