package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Matrix;
import dev.belay.core.verify.math.Value.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a matrix of any LaTeX environment, perhaps with a number before it; bars round it make it
 * its determinant.
 */
final class MatrixParser {
  private static final int MAX_CELLS = 100;
  private static final int MAX_DETERMINANT = 4;

  private final Tokens tokens;
  private final Budget budget;

  MatrixParser(Tokens tokens, Budget budget) {
    this.tokens = tokens;
    this.budget = budget;
  }

  Value parse(int from, int to) {
    int begin = from;
    while (begin < to && !tokens.is(begin, TokenType.BEGIN)) {
      begin = tokens.after(begin);
    }
    int end = tokens.closing(begin);
    String name = tokens.at(begin).text();
    if (end != to - 1 || name.startsWith("cases") || name.startsWith("align")) {
      throw new Unreadable();
    }
    List<List<Expr>> rows = rows(begin + 1, end);
    if (name.startsWith("vmatrix")) {
      return determinant(from, begin, rows);
    }
    return new Matrix(begin == from ? rows : scaled(factor(from, begin), rows));
  }

  private Expr factor(int from, int to) {
    int end = tokens.is(to - 1, TokenType.TIMES) ? to - 1 : to;
    if (end == from + 1 && tokens.is(from, TokenType.MINUS)) {
      return Expr.Num.MINUS_ONE;
    }
    return new ExpressionParser(tokens, from, end, true).whole();
  }

  private List<List<Expr>> rows(int from, int to) {
    List<List<Expr>> rows = new ArrayList<>();
    int start = from;
    List<Integer> ends = new ArrayList<>(tokens.outside(from, to, t -> t.is(TokenType.ROW)));
    if (ends.isEmpty() || ends.getLast() != to - 1) {
      ends.add(to);
    }
    int cells = 0;
    for (int end : ends) {
      List<Expr> row = row(start, end);
      cells += row.size();
      boolean ragged = !rows.isEmpty() && rows.getFirst().size() != row.size();
      if (ragged || cells > MAX_CELLS) {
        throw new Unreadable();
      }
      rows.add(row);
      start = end + 1;
    }
    return List.copyOf(rows);
  }

  private List<Expr> row(int from, int to) {
    List<Expr> row = new ArrayList<>();
    int start = from;
    List<Integer> ends = new ArrayList<>(tokens.outside(from, to, t -> t.is(TokenType.CELL)));
    ends.add(to);
    for (int end : ends) {
      budget.spend(end - start + 1L);
      row.add(new ExpressionParser(tokens, start, end, true).whole());
      start = end + 1;
    }
    return List.copyOf(row);
  }

  private static List<List<Expr>> scaled(Expr factor, List<List<Expr>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(cell -> Expr.product(factor, cell)).toList())
        .toList();
  }

  private Value determinant(int from, int begin, List<List<Expr>> rows) {
    if (rows.size() > MAX_DETERMINANT || rows.size() != rows.getFirst().size()) {
      throw new Unreadable();
    }
    Expr determinant = determinant(rows);
    return Scalar.of(begin == from ? determinant : Expr.product(factor(from, begin), determinant));
  }

  private static Expr determinant(List<List<Expr>> rows) {
    if (rows.size() == 1) {
      return rows.getFirst().getFirst();
    }
    List<Expr> terms = new ArrayList<>();
    for (int column = 0; column < rows.size(); column++) {
      int without = column;
      List<List<Expr>> minor =
          rows.subList(1, rows.size()).stream().map(row -> without(row, without)).toList();
      Expr term = Expr.product(rows.getFirst().get(column), determinant(minor));
      terms.add(column % 2 == 0 ? term : term.negated());
    }
    return new Expr.Sum(List.copyOf(terms));
  }

  private static List<Expr> without(List<Expr> row, int column) {
    List<Expr> rest = new ArrayList<>(row);
    rest.remove(column);
    return rest;
  }
}
