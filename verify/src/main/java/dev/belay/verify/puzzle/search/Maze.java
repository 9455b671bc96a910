package dev.belay.verify.puzzle.search;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Steps through a maze from S to G; any way will do. */
public final class Maze extends ListPuzzle {

  private static final List<String> STEPS = List.of("up", "right", "down", "left");
  private static final String ROWS = "rows";

  public Maze() {
    super(
        "maze",
        "Steps through a maze.",
        Parameter.of("size", "rows and columns", 3, 12, 3, 4, 6),
        Parameter.of("walls", "walls in a hundred cells", 0, 50, 10, 25, 35));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int size = settings.get("size");
    while (true) {
      char[][] cells = new char[size][size];
      for (char[] row : cells) {
        for (int i = 0; i < size; i++) {
          row[i] = draw.between(1, 100) <= settings.get("walls") ? 'W' : 'o';
        }
      }
      List<Integer> ends = draw.numbers(2, 0, size * size - 1);
      cells[ends.get(0) / size][ends.get(0) % size] = 'S';
      cells[ends.get(1) / size][ends.get(1) % size] = 'G';
      List<String> rows = Arrays.stream(cells).map(String::new).toList();
      List<String> way = way(rows);
      if (way.size() >= size - 1 && !way.isEmpty()) {
        return puzzle(rows, way);
      }
    }
  }

  private static PuzzleText puzzle(List<String> rows, List<String> way) {
    return new PuzzleText(
        "Go from S to G in this maze; W is a wall. List your steps: up, down, left, right.\n"
            + String.join("\n", rows),
        blanks(rows),
        Map.of(ROWS, blanks(rows)),
        String.join(", ", way));
  }

  private record Place(int row, int column, List<String> steps) {}

  private static List<String> way(List<String> rows) {
    int size = rows.size();
    boolean[][] seen = new boolean[size][size];
    Queue<Place> open = new ArrayDeque<>(List.of(find(rows, 'S')));
    while (!open.isEmpty()) {
      Place place = open.remove();
      if (cell(rows, place) == 'G') {
        return place.steps;
      }
      if (!seen[place.row][place.column]) {
        seen[place.row][place.column] = true;
        for (String step : STEPS) {
          Place next = after(place, step);
          if (cell(rows, next) != 'W') {
            open.add(next);
          }
        }
      }
    }
    return List.of();
  }

  private static Place find(List<String> rows, char wanted) {
    for (int row = 0; row < rows.size(); row++) {
      int column = rows.get(row).indexOf(wanted);
      if (column >= 0) {
        return new Place(row, column, List.of());
      }
    }
    throw new Facts.BrokenFacts("no " + wanted + " in the maze");
  }

  private static Place after(Place place, String step) {
    int row = place.row + (step.equals("down") ? 1 : step.equals("up") ? -1 : 0);
    int column = place.column + (step.equals("right") ? 1 : step.equals("left") ? -1 : 0);
    List<String> steps = new ArrayList<>(place.steps);
    steps.add(step);
    return new Place(row, column, steps);
  }

  /** A wall outside. */
  private static char cell(List<String> rows, Place place) {
    boolean inside = place.row >= 0 && place.row < rows.size() && place.column >= 0;
    return inside && place.column < rows.get(place.row).length()
        ? rows.get(place.row).charAt(place.column)
        : 'W';
  }

  @Override
  protected List<String> items(Facts facts) {
    return STEPS;
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    List<String> rows = facts.words(ROWS);
    Place place = find(rows, 'S');
    for (String step : answer) {
      place = after(place, step);
      if (cell(rows, place) == 'W') {
        return Optional.of("step %d, %s, runs into a wall".formatted(place.steps.size(), step));
      }
    }
    return cell(rows, place) == 'G' ? Optional.empty() : Optional.of("it does not end at G");
  }
}
