package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Matrix;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Ordered;
import dev.belay.core.verify.math.Value.Ratio;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compares tuples, sets, lists, matrices and ratios, part by part. */
final class Compounds {
  private final Values values;

  Compounds(Values values) {
    this.values = values;
  }

  Equality ordered(Ordered reference, Value answer) {
    return switch (answer) {
      case Ordered other ->
          Equality.of(isSameKind(reference, other)).and(inOrder(reference.items(), other.items()));
      case Unordered(List<Value> items, boolean set) ->
          set && !allNamed(items) ? Equality.DIFFERENT : inOrder(reference.items(), named(items));
      case Matrix matrix -> vector(reference, matrix);
      case Region region -> {
        Region interval = Regions.region(reference);
        yield interval == null
            ? Equality.DIFFERENT
            : new Regions(values.budget()).compare(interval, region);
      }
      default -> Equality.DIFFERENT;
    };
  }

  /** Two numbers may be an interval, where brackets say which ends belong to it. */
  private static boolean isSameKind(Ordered a, Ordered b) {
    if (a.items().size() != 2) {
      return true;
    }
    return isSquare(a.open()) == isSquare(b.open()) && isSquare(a.close()) == isSquare(b.close());
  }

  private static boolean isSquare(TokenType type) {
    return type == TokenType.OPEN_SQUARE || type == TokenType.CLOSE_SQUARE;
  }

  private Equality inOrder(List<Value> a, List<Value> b) {
    if (a.size() != b.size()) {
      return Equality.DIFFERENT;
    }
    Equality result = Equality.EQUAL;
    for (int i = 0; i < a.size() && result != Equality.DIFFERENT; i++) {
      result = result.and(values.compare(a.get(i), b.get(i)));
    }
    return result;
  }

  private static boolean allNamed(List<Value> items) {
    return items.stream().allMatch(Named.class::isInstance);
  }

  /** The values of variables in the order of their names. */
  private static List<Value> named(List<Value> items) {
    if (!allNamed(items)) {
      return items;
    }
    return items.stream()
        .map(Named.class::cast)
        .sorted(Comparator.comparing(Named::name))
        .map(Named::value)
        .toList();
  }

  /** {@code [[1, 2], [3, 4]]} is a matrix, row by row. */
  private Equality rows(Ordered reference, Matrix matrix) {
    List<Value> rows =
        matrix.rows().stream()
            .<Value>map(
                row ->
                    new Ordered(
                        TokenType.OPEN_SQUARE,
                        TokenType.CLOSE_SQUARE,
                        row.stream().<Value>map(Scalar::of).toList()))
            .toList();
    return inOrder(reference.items(), rows);
  }

  private Equality vector(Ordered reference, Matrix matrix) {
    if (reference.items().stream().allMatch(Ordered.class::isInstance)) {
      return rows(reference, matrix);
    }
    List<Value> cells =
        matrix.rows().stream().flatMap(List::stream).<Value>map(Scalar::of).toList();
    boolean vector = matrix.rows().size() == 1 || matrix.rows().getFirst().size() == 1;
    return vector ? inOrder(reference.items(), cells) : Equality.DIFFERENT;
  }

  Equality unordered(Unordered reference, Value answer) {
    return switch (answer) {
      case Unordered other ->
          reference.set() || other.set()
              ? sets(reference.items(), other.items())
              : lists(reference.items(), other.items());
      case Ordered other -> bracketed(reference, other);
      case Region region -> {
        Region points = Regions.region(reference);
        yield points == null
            ? Equality.DIFFERENT
            : new Regions(values.budget()).compare(points, region);
      }
      default -> Equality.DIFFERENT;
    };
  }

  /** Brackets round a list in the same order change nothing; in another order, it is not clear. */
  private Equality bracketed(Unordered reference, Ordered answer) {
    boolean half = isSquare(answer.open()) != isSquare(answer.close());
    if (half || (reference.set() && !allNamed(reference.items()))) {
      return Equality.DIFFERENT;
    }
    Equality ordered = inOrder(named(reference.items()), answer.items());
    if (ordered != Equality.DIFFERENT) {
      return ordered;
    }
    Equality any = lists(reference.items(), answer.items());
    return any == Equality.EQUAL ? Equality.UNKNOWN : any;
  }

  /** Each has its equal in the other. */
  private Equality sets(List<Value> a, List<Value> b) {
    return contained(a, b, false).and(contained(b, a, true));
  }

  private Equality contained(List<Value> items, List<Value> in, boolean turned) {
    return Equality.all(
        items,
        item -> {
          Equality found = Equality.DIFFERENT;
          for (Value other : in) {
            found = found.or(turned ? values.compare(other, item) : values.compare(item, other));
            if (found == Equality.EQUAL) {
              return Equality.EQUAL;
            }
          }
          return found;
        });
  }

  /** The same values, each as often. */
  private Equality lists(List<Value> a, List<Value> b) {
    if (a.size() != b.size()) {
      return Equality.DIFFERENT;
    }
    List<Value> left = new ArrayList<>(b);
    boolean unknown = false;
    for (Value item : a) {
      int match = -1;
      boolean maybe = false;
      for (int i = 0; i < left.size() && match < 0; i++) {
        Equality equality = values.compare(item, left.get(i));
        match = equality == Equality.EQUAL ? i : -1;
        maybe = maybe || equality == Equality.UNKNOWN;
      }
      if (match >= 0) {
        left.remove(match);
      } else if (maybe) {
        unknown = true;
      } else {
        return Equality.DIFFERENT;
      }
    }
    return unknown ? Equality.UNKNOWN : Equality.EQUAL;
  }

  Equality matrix(Matrix reference, Value answer) {
    return switch (answer) {
      case Matrix other -> matrices(reference.rows(), other.rows());
      case Ordered other -> vector(other, reference);
      default -> Equality.DIFFERENT;
    };
  }

  private Equality matrices(List<List<Expr>> a, List<List<Expr>> b) {
    if (a.size() != b.size() || a.getFirst().size() != b.getFirst().size()) {
      return Equality.DIFFERENT;
    }
    Equality result = Equality.EQUAL;
    for (int row = 0; row < a.size(); row++) {
      for (int column = 0; column < a.get(row).size(); column++) {
        Expr left = a.get(row).get(column);
        result = result.and(values.expressions().compare(left, b.get(row).get(column)));
      }
    }
    return result;
  }

  /** Ratios are equal in proportion; times of day only where they are written alike. */
  Equality ratios(Ratio a, Ratio b) {
    if (a.parts().size() != b.parts().size()) {
      return Equality.DIFFERENT;
    }
    Equality same = Equality.EQUAL;
    Equality proportional = Equality.EQUAL;
    for (int i = 0; i < a.parts().size(); i++) {
      Expressions expressions = values.expressions();
      same = same.and(expressions.compare(a.parts().get(i), b.parts().get(i)));
      Expr left = Expr.product(a.parts().get(i), b.parts().getFirst());
      Expr right = Expr.product(b.parts().get(i), a.parts().getFirst());
      proportional = proportional.and(expressions.compare(left, right));
    }
    if (same == Equality.EQUAL || !(a.mayBeTime() || b.mayBeTime())) {
      return same.or(proportional);
    }
    return proportional == Equality.EQUAL ? Equality.UNKNOWN : same;
  }
}
