package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A square of digits from 1, row by row, with blanks, commas or bars between them or nothing. In
 * running text it is the only block of as many lines; a block with gaps is none.
 */
public final class GridReader implements ValueReader<List<String>> {

  private final int size;

  /**
   * A reader.
   *
   * @param size of rows, columns and the largest digit, at most 9
   */
  public GridReader(int size) {
    this.size = size;
  }

  @Override
  public String kind() {
    return "%d rows of %d digits".formatted(size, size);
  }

  @Override
  public Optional<List<String>> bare(String text) {
    List<String> rows = new ArrayList<>();
    for (String line : Scan.lines(text.replace("\\\\", "\n"))) {
      Optional<String> row = row(line);
      if (row.isPresent()) {
        rows.add(row.get());
      } else if (!isRule(line)) {
        return Optional.empty();
      }
    }
    return rows.size() == size ? Optional.of(List.copyOf(rows)) : Optional.empty();
  }

  /** The digits of a line that holds as many as there are columns, and nothing else. */
  private Optional<String> row(String line) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c >= '1' && c <= '0' + size) {
        digits.append(c);
      } else if (!Scan.isSpace(c) && ",|[](){}`;&.".indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    return digits.length() == size ? Optional.of(digits.toString()) : Optional.empty();
  }

  /** A line between rows, such as {@code -+-} or a fence. */
  private static boolean isRule(String line) {
    return line.chars().allMatch(c -> "-+|=` \t\r[]".indexOf(c) >= 0);
  }

  @Override
  public Set<List<String>> stated(String text) {
    Set<List<String>> found = new LinkedHashSet<>();
    List<String> rows = new ArrayList<>();
    for (String line : Scan.lines(text)) {
      Optional<String> row = row(line);
      if (row.isPresent()) {
        rows.add(row.get());
      } else if (!isRule(line)) {
        add(rows, found);
      }
    }
    add(rows, found);
    return found;
  }

  private void add(List<String> rows, Set<List<String>> into) {
    if (rows.size() == size) {
      into.add(List.copyOf(rows));
    }
    rows.clear();
  }
}
