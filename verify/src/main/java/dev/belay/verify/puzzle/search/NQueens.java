package dev.belay.verify.puzzle.search;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.ListPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queens on a board of which none attacks another, with some of them placed. */
public final class NQueens extends ListPuzzle {

  private static final String GIVEN = "given";

  public NQueens() {
    super(
        "n-queens",
        "Queens on a board of which none attacks another.",
        Parameter.of("size", "rows and columns of the board", 4, 10, 5, 7, 8),
        Parameter.of("placed", "how many queens are placed already", 1, 9, 3, 4, 3));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int size = settings.get("size");
    List<Integer> columns = new ArrayList<>();
    place(size, columns, draw);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      rows.add(row);
    }
    List<Integer> placed = draw.some(rows, Math.min(settings.get("placed"), size - 1));
    List<String> given = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      given.add(placed.contains(row) ? columns.get(row).toString() : "x");
    }
    return new PuzzleText(
        "Place %d queens on a board with %d rows and %d columns, one in each row, so that none attacks another. The columns so far, row by row, are %s, where x is not placed yet. List the columns of all %d queens."
            .formatted(size, size, size, commas(given), size),
        blanks(given),
        Map.of(GIVEN, blanks(given)),
        commas(columns));
  }

  private static boolean place(int size, List<Integer> columns, Draw draw) {
    if (columns.size() == size) {
      return true;
    }
    for (int column : draw.numbers(size, 1, size)) {
      columns.add(column);
      if (!attacks(columns, columns.size() - 1) && place(size, columns, draw)) {
        return true;
      }
      columns.removeLast();
    }
    return false;
  }

  /** Whether the queen of a row attacks one of the rows before. */
  private static boolean attacks(List<Integer> columns, int row) {
    for (int other = 0; other < row; other++) {
      int apart = Math.abs(columns.get(row) - columns.get(other));
      if (apart == 0 || apart == row - other) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected List<String> items(Facts facts) {
    List<String> items = new ArrayList<>();
    for (int column = 1; column <= facts.words(GIVEN).size(); column++) {
      items.add(Integer.toString(column));
    }
    return items;
  }

  @Override
  protected Optional<String> broken(Facts facts, List<String> answer) {
    List<String> given = facts.words(GIVEN);
    if (answer.size() != given.size()) {
      return Optional.of("not one column for each row");
    }
    for (int row = 0; row < given.size(); row++) {
      if (!given.get(row).equals("x") && !given.get(row).equals(answer.get(row))) {
        return Optional.of("it moves a queen that was placed");
      }
    }
    List<Integer> columns = answer.stream().map(Integer::valueOf).toList();
    for (int row = 0; row < columns.size(); row++) {
      if (attacks(columns, row)) {
        return Optional.of("the queen of row %d attacks another".formatted(row + 1));
      }
    }
    return Optional.empty();
  }
}
