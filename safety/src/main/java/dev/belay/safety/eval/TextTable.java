package dev.belay.safety.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A table for a terminal: columns padded, words to the left, numbers to the right. */
public final class TextTable {
  private static final String MINUS = "\u2212";

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> wordColumns;

  /**
   * A table with a header.
   *
   * @param wordColumns the columns that hold words, from 0; the others hold numbers
   */
  public TextTable(List<String> header, Set<Integer> wordColumns) {
    this.rows.add(List.copyOf(header));
    this.wordColumns = Set.copyOf(wordColumns);
  }

  /** Adds a row with as many cells as the header. */
  public void add(List<String> row) {
    if (row.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row has %d cells, not %d".formatted(rows.getFirst().size(), row.size()));
    }
    rows.add(List.copyOf(row));
  }

  /** The lines, each ended by {@code \n}, without trailing blanks. */
  public String print() {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> appendLine(row, width(0), text));
    return text.toString();
  }

  /**
   * The same in lines of at most {@code columns} characters, as far as the first column can help
   * it: a first cell that leaves no room for its row gets a line of its own.
   */
  public String printWithin(int columns) {
    int others = 0;
    for (int column = 1; column < rows.getFirst().size(); column++) {
      others += width(column) + 2;
    }
    int room = Math.max(1, columns - others);
    int first =
        rows.stream()
            .mapToInt(row -> row.getFirst().length())
            .filter(w -> w <= room)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      if (row.getFirst().length() <= first) {
        appendLine(row, first, text);
        continue;
      }
      text.append(row.getFirst().stripTrailing()).append('\n');
      if (row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
        List<String> rest = new ArrayList<>(row);
        rest.set(0, "");
        appendLine(rest, first, text);
      }
    }
    return text.toString();
  }

  private void appendLine(List<String> row, int firstWidth, StringBuilder text) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      int width = column == 0 ? firstWidth : width(column);
      String padding = " ".repeat(width - cell.length());
      line.append(wordColumns.contains(column) ? cell + padding : padding + cell).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
  }

  /** A share in per cent with one decimal: {@code 91.2 %}. */
  public static String percent(double share) {
    return number(100 * share, 1) + " %";
  }

  /** A range of shares in per cent with one decimal: {@code [80.1, 91.2]}. */
  public static String range(double low, double high) {
    return "[%s, %s]".formatted(number(100 * low, 1), number(100 * high, 1));
  }

  /** A change of a share in percentage points with its sign: {@code −7.2}. */
  public static String points(double change) {
    String text = number(100 * Math.abs(change), 1);
    return text.equals("0.0") ? text : (change < 0 ? MINUS : "+") + text;
  }

  /** A p-value: three decimals, or a power of ten when smaller than 0.001. */
  public static String pValue(double p) {
    return p < 0.001 ? String.format(Locale.ROOT, "%.1e", p).replace("-", MINUS) : number(p, 3);
  }

  /** A number with that many decimals, the same in every locale. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
