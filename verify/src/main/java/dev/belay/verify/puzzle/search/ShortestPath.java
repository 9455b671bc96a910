package dev.belay.verify.puzzle.search;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;

/** A shortest way through a network of places; any of several is right. */
public final class ShortestPath extends ListPuzzle {

  private static final String ROADS = "roads";

  public ShortestPath() {
    super(
        "shortest-path",
        "A shortest way through a network of places.",
        Parameter.of("places", "how many places", 3, 15, 3, 5, 8),
        Parameter.of("roads", "how many roads beyond those that connect all", 0, 20, 0, 1, 4));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int count = settings.get("places");
    List<String> order = new ArrayList<>();
    for (int letter : draw.numbers(count, 'A', 'Z')) {
      order.add(String.valueOf((char) letter));
    }
    TreeSet<String> roads = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      roads.add(road(order.get(i), order.get(draw.between(Math.max(0, i - 2), i - 1))));
    }
    for (int i = 0; i < settings.get("roads"); i++) {
      List<String> two = draw.some(order, 2);
      roads.add(road(two.get(0), two.get(1)));
    }
    String start = order.getFirst();
    String goal = order.getLast();
    List<String> shown = draw.shuffled(List.copyOf(roads));
    return new PuzzleText(
        "Roads join these places: %s. What is the shortest way from %s to %s? List the places in order."
            .formatted(commas(shown), start, goal),
        "%s from %s to %s".formatted(blanks(List.copyOf(roads)), start, goal),
        Map.of(ROADS, blanks(shown), "from", start, "to", goal),
        String.join(" -> ", shortest(shown, start, goal)));
  }

  private static String road(String one, String other) {
    return one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
  }

  /** By breadth-first search; empty when there is no way. */
  private static List<String> shortest(List<String> roads, String start, String goal) {
    Map<String, String> before = new HashMap<>(Map.of(start, start));
    Queue<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String place = open.remove();
      for (String road : roads) {
        List<String> ends = Facts.parts(road, '-');
        if (ends.size() == 2 && ends.contains(place)) {
          String next = ends.get(ends.getFirst().equals(place) ? 1 : 0);
          if (before.putIfAbsent(next, place) == null) {
            open.add(next);
          }
        }
      }
    }
    List<String> path = new ArrayList<>();
    String at = before.containsKey(goal) ? goal : "";
    while (!at.isEmpty()) {
      path.addFirst(at);
      at = at.equals(start) ? "" : before.getOrDefault(at, "");
    }
    return path;
  }

  @Override
  protected List<String> items(Facts facts) {
    TreeSet<String> places = new TreeSet<>();
    facts.words(ROADS).forEach(road -> places.addAll(Facts.parts(road, '-')));
    return List.copyOf(places);
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    List<String> roads = facts.words(ROADS);
    String start = facts.text("from");
    String goal = facts.text("to");
    if (!answer.getFirst().equals(start) || !answer.getLast().equals(goal)) {
      return Optional.of("it does not lead from %s to %s".formatted(start, goal));
    }
    for (int i = 0; i + 1 < answer.size(); i++) {
      if (!roads.contains(road(answer.get(i), answer.get(i + 1)))) {
        return Optional.of("no road " + road(answer.get(i), answer.get(i + 1)));
      }
    }
    return answer.size() == shortest(roads, start, goal).size()
        ? Optional.empty()
        : Optional.of("there is a shorter way");
  }
}
