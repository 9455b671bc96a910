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

/** How two members of a family are related. */
public final class FamilyRelationships extends OptionPuzzle {

  private static final List<String> RELATIONS =
      List.of(
          "mother",
          "father",
          "sister",
          "brother",
          "grandmother",
          "grandfather",
          "aunt",
          "uncle",
          "daughter",
          "son",
          "niece",
          "nephew",
          "granddaughter",
          "grandson",
          "cousin",
          "great-grandmother",
          "great-grandfather");

  public FamilyRelationships() {
    super(
        "family-relationships",
        "How two members of a family are related.",
        RELATIONS,
        Map.of(
            "mom", "mother", "dad", "father", "grandma", "grandmother", "grandpa", "grandfather"),
        Parameter.of(
            "steps", "1: parents and children; 2: two steps apart; 3: three", 1, 3, 1, 2, 3));
  }

  private record Person(String name, boolean woman) {}

  /**
   * A way through a family, by steps from each person to the next, and what it makes of the first.
   */
  private record Path(List<String> steps, String woman, String man) {}

  private static final Map<Integer, List<Path>> PATHS =
      Map.of(
          1,
          List.of(
              new Path(List.of("child"), "mother", "father"),
              new Path(List.of("parent"), "daughter", "son"),
              new Path(List.of("sibling"), "sister", "brother")),
          2,
          List.of(
              new Path(List.of("child", "child"), "grandmother", "grandfather"),
              new Path(List.of("parent", "parent"), "granddaughter", "grandson"),
              new Path(List.of("sibling", "child"), "aunt", "uncle"),
              new Path(List.of("parent", "sibling"), "niece", "nephew")),
          3,
          List.of(
              new Path(
                  List.of("child", "child", "child"), "great-grandmother", "great-grandfather"),
              new Path(List.of("parent", "sibling", "child"), "cousin", "cousin"),
              new Path(List.of("sibling", "sibling", "child"), "aunt", "uncle"),
              new Path(List.of("sibling", "child", "sibling"), "aunt", "uncle")));

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    Path path = draw.of(PATHS.getOrDefault(settings.get("steps"), List.of()));
    List<Person> people = people(path.steps.size() + 1, draw);
    List<String> facts = new ArrayList<>();
    for (int i = 0; i < path.steps.size(); i++) {
      facts.add(fact(people.get(i), path.steps.get(i), people.get(i + 1), draw));
    }
    String text = String.join(" ", draw.shuffled(facts));
    Person first = people.getFirst();
    return puzzle(
        "%s What relation is %s to %s? Answer with one word."
            .formatted(text, first.name, people.getLast().name),
        blanks(facts.stream().sorted().toList()) + " " + first.name,
        first.woman ? path.woman : path.man);
  }

  private static List<Person> people(int count, Draw draw) {
    List<Person> people = new ArrayList<>();
    List<String> women = draw.some(Words.WOMEN, count);
    List<String> men = draw.some(Words.MEN, count);
    for (int i = 0; i < count; i++) {
      boolean woman = draw.chance();
      people.add(new Person(woman ? women.get(i) : men.get(i), woman));
    }
    return people;
  }

  /**
   * What the step says, told of either of the two; {@code step}: what the second is to the first.
   */
  private static String fact(Person first, String step, Person second, Draw draw) {
    boolean told = draw.chance();
    Person subject = told ? second : first;
    Person object = told ? first : second;
    String relation =
        switch (step) {
          case "sibling" -> subject.woman ? "sister" : "brother";
          case "child" -> told ? (subject.woman ? "daughter" : "son") : parent(subject);
          default -> told ? parent(subject) : (subject.woman ? "daughter" : "son");
        };
    return "%s is the %s of %s.".formatted(subject.name, relation, object.name);
  }

  private static String parent(Person person) {
    return person.woman ? "mother" : "father";
  }
}
