package dev.belay.verify.puzzle.search;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.GridReader;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sudoku of four rows with boxes of two by two; exactly one way to fill it in. */
public final class MiniSudoku extends PuzzleGenerator {

  private static final String GIVEN = "given";
  private static final int SIZE = 4;
  private static final int CELLS = SIZE * SIZE;

  public MiniSudoku() {
    super(
        "mini-sudoku",
        "Sudoku of four rows, to be filled in.",
        Parameter.of(
            "gaps", "how many cells are empty, or as many as leave one way", 1, 12, 2, 5, 9));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    List<Integer> order = draw.shuffled(List.of(1, 2, 3, 4));
    int[] full = new int[CELLS];
    fill(full, 0, order, draw);
    int[] given = full.clone();
    int gaps = 0;
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < CELLS; cell++) {
      cells.add(cell);
    }
    for (int cell : draw.shuffled(cells)) {
      int kept = given[cell];
      if (gaps < settings.get("gaps")) {
        given[cell] = 0;
        gaps++;
        if (solutions(given.clone(), 0) != 1) {
          given[cell] = kept;
          gaps--;
        }
      }
    }
    String rows = rows(given, 'x');
    return new PuzzleText(
        "Fill in this 4x4 Sudoku with 1 to 4, so that each row, column and 2x2 box has each digit"
            + " once. An x is an empty cell. Write the four full rows.\n"
            + spaced(rows),
        rows,
        Map.of(GIVEN, rows),
        spaced(rows(full, 'x')));
  }

  private static boolean fill(int[] grid, int cell, List<Integer> order, Draw draw) {
    if (cell == CELLS) {
      return true;
    }
    for (int digit : cell < SIZE ? order : draw.shuffled(order)) {
      if (fits(grid, cell, digit)) {
        grid[cell] = digit;
        if (fill(grid, cell + 1, order, draw)) {
          return true;
        }
        grid[cell] = 0;
      }
    }
    return false;
  }

  private static boolean fits(int[] grid, int cell, int digit) {
    int row = cell / SIZE;
    int column = cell % SIZE;
    for (int other = 0; other < CELLS; other++) {
      boolean sees =
          other / SIZE == row
              || other % SIZE == column
              || (other / SIZE / 2 == row / 2 && other % SIZE / 2 == column / 2);
      if (other != cell && sees && grid[other] == digit) {
        return false;
      }
    }
    return true;
  }

  /** How many ways there are, counted up to 2. */
  private static int solutions(int[] grid, int from) {
    int cell = from;
    while (cell < CELLS && grid[cell] != 0) {
      cell++;
    }
    if (cell == CELLS) {
      return 1;
    }
    int found = 0;
    for (int digit = 1; digit <= SIZE && found < 2; digit++) {
      if (fits(grid, cell, digit)) {
        grid[cell] = digit;
        found += solutions(grid, cell + 1);
        grid[cell] = 0;
      }
    }
    return found;
  }

  private static String rows(int[] grid, char gap) {
    StringBuilder rows = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell++) {
      rows.append(cell > 0 && cell % SIZE == 0 ? " " : "");
      rows.append(grid[cell] == 0 ? gap : (char) ('0' + grid[cell]));
    }
    return rows.toString();
  }

  private static String spaced(String rows) {
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < rows.length(); i++) {
      char c = rows.charAt(i);
      spaced.append(
          c == ' '
              ? "\n"
              : (spaced.isEmpty() || spaced.charAt(spaced.length() - 1) == '\n' ? "" : " ") + c);
    }
    return spaced.toString();
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    List<String> given = facts.words(GIVEN);
    if (given.size() != SIZE || given.stream().anyMatch(row -> row.length() != SIZE)) {
      throw new Facts.BrokenFacts("given is not four rows of four");
    }
    return FinalAnswer.of(answer, new GridReader(SIZE))
        .judged(rows -> broken(rows, given), rows -> String.join(" / ", rows));
  }

  private static Optional<String> broken(List<String> rows, List<String> given) {
    int[] grid = new int[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      char digit = rows.get(cell / SIZE).charAt(cell % SIZE);
      char wanted = given.get(cell / SIZE).charAt(cell % SIZE);
      if (wanted != 'x' && wanted != digit) {
        return Optional.of("it changes a digit that was given");
      }
      grid[cell] = digit - '0';
    }
    for (int cell = 0; cell < CELLS; cell++) {
      if (!fits(grid, cell, grid[cell])) {
        return Optional.of("a digit stands twice in a row, column or box");
      }
    }
    return Optional.empty();
  }
}
