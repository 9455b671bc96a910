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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who of some neighbours has what, by clues that leave one way: a small relative of the puzzle of
 * the zebra's owner.
 */
public final class ZebraPuzzles extends OptionPuzzle {

  private static final List<List<String>> THINGS =
      List.of(
          List.of("a cat", "a dog", "a horse", "a parrot", "a zebra"),
          List.of("tea", "coffee", "milk", "juice", "water"),
          List.of(
              "a red house", "a blue house", "a green house", "a white house", "a yellow house"));
  private static final List<String> VERBS = List.of("has", "drinks", "lives in");

  /** By ten times the kinds plus the people; made once, since there are up to 13824 of them. */
  private static final Map<Integer, List<List<int[]>>> WORLDS = new ConcurrentHashMap<>();

  public ZebraPuzzles() {
    super(
        "zebra-puzzles",
        "Who of some neighbours has what, by clues.",
        Parameter.of("people", "how many people", 2, 4, 2, 3, 4),
        Parameter.of("kinds", "how many kinds of things they have", 1, 3, 1, 2, 2));
  }

  /** A clue says that who has one thing has another, or that a person has it, or not. */
  private record Clue(int person, int kind, int thing, int otherKind, int otherThing, boolean is) {

    boolean holds(List<int[]> solution) {
      boolean met =
          person >= 0
              ? solution.get(kind)[person] == thing
              : owner(solution.get(kind), thing) == owner(solution.get(otherKind), otherThing);
      return met == is;
    }
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int count = settings.get("people");
    int kinds = settings.get("kinds");
    List<String> people = draw.some(Words.NAMES, count);
    List<List<String>> things = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      things.add(draw.some(THINGS.get(kind), count));
    }
    List<List<int[]>> worlds =
        WORLDS.computeIfAbsent(10 * kinds + count, _ -> worlds(kinds, count));
    List<int[]> truth = draw.of(worlds);
    List<Clue> clues = clues(draw.shuffled(allClues(truth, kinds, count)), worlds);
    int kind = draw.between(0, kinds - 1);
    int thing = draw.between(0, count - 1);
    List<String> said = new ArrayList<>();
    for (Clue clue : clues) {
      said.add(text(clue, people, things));
    }
    String text = String.join(" ", said);
    return puzzle(
        "%s each %s. %s Who %s %s?"
            .formatted(
                listed(people),
                different(things),
                text,
                VERBS.get(kind),
                things.get(kind).get(thing)),
        blanks(said.stream().sorted().toList()),
        people,
        people.get(owner(truth.get(kind), thing)));
  }

  private static String different(List<List<String>> things) {
    List<String> parts = new ArrayList<>();
    for (int kind = 0; kind < things.size(); kind++) {
      String verb = List.of("have", "drink", "live in").get(kind);
      parts.add(verb + " one of " + listed(things.get(kind)));
    }
    return String.join(", and ", parts) + ", all different";
  }

  private static String text(Clue clue, List<String> people, List<List<String>> things) {
    String thing = things.get(clue.kind).get(clue.thing);
    String verb = VERBS.get(clue.kind);
    if (clue.person >= 0) {
      String negated =
          List.of("does not have", "does not drink", "does not live in").get(clue.kind);
      return "%s %s %s.".formatted(people.get(clue.person), clue.is ? verb : negated, thing);
    }
    String other = things.get(clue.otherKind).get(clue.otherThing);
    return "Whoever %s %s %s %s.".formatted(verb, thing, VERBS.get(clue.otherKind), other);
  }

  private static int owner(int[] assigned, int thing) {
    int person = 0;
    while (assigned[person] != thing) {
      person++;
    }
    return person;
  }

  private static List<Clue> allClues(List<int[]> truth, int kinds, int people) {
    List<Clue> all = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      for (int person = 0; person < people; person++) {
        int own = truth.get(kind)[person];
        for (int thing = 0; thing < people; thing++) {
          if (own != thing) {
            all.add(new Clue(person, kind, thing, 0, 0, false));
          }
        }
        for (int other = kind + 1; other < kinds; other++) {
          all.add(new Clue(-1, kind, own, other, truth.get(other)[person], true));
        }
      }
    }
    all.add(new Clue(0, 0, truth.getFirst()[0], 0, 0, true));
    return all;
  }

  /** The first clues, in order, that each rule something out, until one world is left. */
  private static List<Clue> clues(List<Clue> all, List<List<int[]>> worlds) {
    List<Clue> needed = new ArrayList<>();
    List<List<int[]>> left = worlds;
    for (Clue clue : all) {
      List<List<int[]>> still = left.stream().filter(clue::holds).toList();
      if (still.size() < left.size()) {
        needed.add(clue);
        left = still;
      }
    }
    return needed;
  }

  /** Every way to hand the things of each kind out. */
  private static List<List<int[]>> worlds(int kinds, int people) {
    List<List<int[]>> worlds = List.of(List.of());
    for (int kind = 0; kind < kinds; kind++) {
      List<List<int[]>> longer = new ArrayList<>();
      for (List<int[]> world : worlds) {
        for (int[] order : orders(people)) {
          List<int[]> next = new ArrayList<>(world);
          next.add(order);
          longer.add(next);
        }
      }
      worlds = longer;
    }
    return worlds;
  }

  private static List<int[]> orders(int count) {
    List<int[]> orders = new ArrayList<>();
    permute(new int[count], 0, 0, orders);
    return orders;
  }

  private static void permute(int[] order, int at, int used, List<int[]> into) {
    if (at == order.length) {
      into.add(order.clone());
      return;
    }
    for (int i = 0; i < order.length; i++) {
      if ((used >> i & 1) == 0) {
        order[at] = i;
        permute(order, at + 1, used | 1 << i, into);
      }
    }
  }
}
