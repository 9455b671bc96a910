package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.YesNoPuzzle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a categorical conclusion follows from two or more premises about kinds of things. Decided
 * over every way in which kinds may overlap, and asked only where it does not matter whether every
 * kind is taken to exist.
 */
public final class Syllogism extends YesNoPuzzle {

  private static final List<String> KINDS =
      List.of(
          "wugs",
          "zorps",
          "blickets",
          "daxes",
          "feps",
          "toops",
          "lumps",
          "glorps",
          "mibs",
          "ratches",
          "jomps",
          "kivs");

  public Syllogism() {
    super(
        "syllogism",
        "Whether a conclusion about kinds of things follows.",
        Parameter.of("premises", "how many premises", 2, 4, 2, 2, 3),
        Parameter.of("forms", "1: all; 2: also no; 3: also some", 1, 3, 1, 2, 3));
  }

  /** A statement about two kinds. */
  record Statement(String quantity, int subject, int predicate) {

    boolean holds(int inhabited, int kinds) {
      boolean both = false;
      boolean alone = false;
      for (int region = 0; region < 1 << kinds; region++) {
        if ((inhabited >> region & 1) == 1 && (region >> subject & 1) == 1) {
          both |= (region >> predicate & 1) == 1;
          alone |= (region >> predicate & 1) == 0;
        }
      }
      return switch (quantity) {
        case "all" -> !alone;
        case "no" -> !both;
        default -> both;
      };
    }
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int premises = settings.get("premises");
    List<String> forms = List.of("all", "no", "some").subList(0, settings.get("forms"));
    List<String> kinds = draw.some(KINDS, premises + 1);
    boolean wanted = draw.chance();
    while (true) {
      List<Statement> given = new ArrayList<>();
      for (int i = 0; i < premises; i++) {
        boolean turned = draw.rarely();
        given.add(new Statement(draw.of(forms), turned ? i + 1 : i, turned ? i : i + 1));
      }
      boolean turned = draw.rarely();
      Statement asked = new Statement(draw.of(forms), turned ? premises : 0, turned ? 0 : premises);
      if (isClear(given, asked) && follows(given, asked) == wanted) {
        return puzzle(given, asked, kinds, wanted);
      }
    }
  }

  /** Consistent, and decided alike by those who take it that every kind exists. */
  private static boolean isClear(List<Statement> given, Statement asked) {
    List<Statement> existing = new ArrayList<>(given);
    for (int kind = 0; kind <= given.size(); kind++) {
      existing.add(new Statement("some", kind, kind));
    }
    Statement impossible = new Statement("no", 0, 0);
    return !follows(existing, impossible) && follows(existing, asked) == follows(given, asked);
  }

  private static PuzzleText puzzle(
      List<Statement> given, Statement asked, List<String> kinds, boolean follows) {
    String premises = String.join(" ", given.stream().map(one -> text(one, kinds) + ".").toList());
    String conclusion = text(asked, kinds);
    String question =
        "Does it follow that %s%s?"
            .formatted(
                conclusion.substring(0, 1).toLowerCase(Locale.ROOT), conclusion.substring(1));
    return puzzle(
        premises + " " + question + " Answer yes or no.", premises + " " + question, follows);
  }

  private static String text(Statement statement, List<String> kinds) {
    String quantity = statement.quantity();
    return "%s%s %s are %s"
        .formatted(
            Character.toUpperCase(quantity.charAt(0)),
            quantity.substring(1),
            kinds.get(statement.subject()),
            kinds.get(statement.predicate()));
  }

  /** Whether the conclusion holds wherever the premises do. */
  static boolean follows(List<Statement> premises, Statement conclusion) {
    int kinds = 1;
    for (Statement one : premises) {
      kinds = Math.max(kinds, 1 + Math.max(one.subject, one.predicate));
    }
    kinds = Math.max(kinds, 1 + Math.max(conclusion.subject, conclusion.predicate));
    return follows(premises, conclusion, kinds);
  }

  private static boolean follows(List<Statement> premises, Statement conclusion, int kinds) {
    List<Integer> allowed = new ArrayList<>();
    for (int region = 0; region < 1 << kinds; region++) {
      int world = 1 << region;
      if (premises.stream().allMatch(p -> p.quantity.equals("some") || p.holds(world, kinds))) {
        allowed.add(region);
      }
    }
    int all = 0;
    for (int region : allowed) {
      all |= 1 << region;
    }
    int full = all;
    if (!premises.stream().allMatch(p -> p.holds(full, kinds))) {
      return true; // Nothing can be as the premises say, so anything follows.
    }
    if (conclusion.quantity.equals("some")) {
      return followsSome(premises, conclusion, kinds, allowed);
    }
    return conclusion.holds(full, kinds);
  }

  /** "Some" fails in a smallest world, if in any: one inhabitant for each premise with "some". */
  private static boolean followsSome(
      List<Statement> premises, Statement conclusion, int kinds, List<Integer> allowed) {
    int without = 0;
    for (int region : allowed) {
      if (!conclusion.holds(1 << region, kinds)) {
        without |= 1 << region;
      }
    }
    int world = without;
    return !premises.stream().allMatch(p -> p.holds(world, kinds));
  }
}
