package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Ordered;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import dev.belay.core.verify.math.Value.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of real numbers as unions of intervals, whose ends are ordered exactly or by enclosures. */
final class Regions {
  private static final int MOST_INTEGERS = 200;

  private final Expressions expressions;

  Regions(Budget budget) {
    this.expressions = new Expressions(budget);
  }

  /**
   * A union, intersection or difference.
   *
   * @throws Unreadable where one of them is no set of real numbers
   */
  Value combined(TokenType operator, Value a, Value b) {
    if (operator == TokenType.UNION
        && a instanceof Unordered(List<Value> left, boolean set)
        && b instanceof Unordered(List<Value> right, boolean other)) {
      List<Value> union = new ArrayList<>(left);
      union.addAll(right);
      return new Unordered(List.copyOf(union), true);
    }
    Region left = region(a);
    if (operator == TokenType.INTERSECTION && left != null && isIntegers(b)) {
      return integers(left);
    }
    Region right = region(b);
    if (left == null || right == null) {
      throw new Unreadable();
    }
    Region result =
        switch (operator) {
          case UNION -> union(left, right);
          case INTERSECTION -> intersection(left, right);
          default -> intersection(left, complement(right));
        };
    return a instanceof Named(String name, Expr symbol, Value value)
        ? new Named(name, symbol, result)
        : result;
  }

  private static boolean isIntegers(Value value) {
    return value instanceof Words(String normal, Expr product) && normal.equals(Lists.INTEGERS);
  }

  /** {@code [2, 5]} with the integers is {@code \{2, 3, 4, 5\}}. */
  private Value integers(Region region) {
    List<Value> integers = new ArrayList<>();
    for (Interval interval : normal(region).intervals()) {
      Rational low = end(interval.low());
      Rational high = end(interval.high());
      Rational next = Rational.of(low.floor());
      while (next.compareTo(high) <= 0 && integers.size() <= MOST_INTEGERS) {
        boolean above = next.compareTo(low) > (interval.lowClosed() ? -1 : 0);
        if (above && next.compareTo(high) < (interval.highClosed() ? 1 : 0)) {
          integers.add(Scalar.of(new Num(next)));
        }
        next = next.plus(Rational.of(1, 1));
      }
    }
    if (integers.size() > MOST_INTEGERS) {
      throw new Unreadable();
    }
    return new Unordered(List.copyOf(integers), true);
  }

  private Rational end(Expr expression) {
    boolean infinite = Expressions.infinity(expression) != 0;
    Quotient exact = infinite ? null : expressions.forms().of(expression);
    if (exact == null || !exact.isRational()) {
      throw new Unreadable();
    }
    return exact.rational();
  }

  /** A value as a set of real numbers; null where it is none. */
  static @Nullable Region region(Value value) {
    return switch (value) {
      case Region region -> region;
      case Named(String name, Expr left, Value inner) -> region(inner);
      case Ordered ordered -> interval(ordered);
      case Unordered(List<Value> items, boolean set) -> points(items);
      default -> null;
    };
  }

  private static @Nullable Region interval(Ordered ordered) {
    boolean brackets =
        ordered.open() != TokenType.OPEN_ANGLE && ordered.open() != TokenType.OPEN_SET;
    if (ordered.items().size() != 2 || !brackets) {
      return null;
    }
    Scalar low = AnswerParser.scalar(ordered.items().getFirst());
    Scalar high = AnswerParser.scalar(ordered.items().getLast());
    if (low == null || high == null) {
      return null;
    }
    boolean lowClosed =
        ordered.open() == TokenType.OPEN_SQUARE && Expressions.infinity(low.expr()) == 0;
    boolean highClosed =
        ordered.close() == TokenType.CLOSE_SQUARE && Expressions.infinity(high.expr()) == 0;
    return new Region(List.of(new Interval(low.expr(), lowClosed, high.expr(), highClosed)));
  }

  private static @Nullable Region points(List<Value> items) {
    List<Interval> points = new ArrayList<>();
    for (Value item : items) {
      Scalar number = AnswerParser.scalar(item);
      if (number == null) {
        return null;
      }
      points.add(Interval.point(number.expr()));
    }
    return new Region(List.copyOf(points));
  }

  private Region union(Region a, Region b) {
    List<Interval> all = new ArrayList<>(a.intervals());
    all.addAll(b.intervals());
    return normal(new Region(all));
  }

  /** In order, without what is empty, and what touches joined. */
  Region normal(Region region) {
    List<Interval> sorted = new ArrayList<>();
    for (Interval interval : region.intervals()) {
      if (!isEmpty(interval)) {
        sorted.add(place(sorted, interval), interval);
      }
    }
    List<Interval> joined = new ArrayList<>();
    for (Interval next : sorted) {
      Interval last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && touches(last, next)) {
        joined.set(joined.size() - 1, joined(last, next));
      } else {
        joined.add(next);
      }
    }
    return new Region(List.copyOf(joined));
  }

  private int place(List<Interval> sorted, Interval interval) {
    int place = sorted.size();
    while (place > 0 && startsBefore(interval, sorted.get(place - 1))) {
      place--;
    }
    return place;
  }

  private boolean startsBefore(Interval a, Interval b) {
    int order = expressions.order(a.low(), b.low());
    return order < 0 || (order == 0 && a.lowClosed() && !b.lowClosed());
  }

  private boolean isEmpty(Interval interval) {
    int order = expressions.order(interval.low(), interval.high());
    return order > 0 || (order == 0 && !(interval.lowClosed() && interval.highClosed()));
  }

  /** Whether an interval that does not begin later leaves no gap before another. */
  private boolean touches(Interval a, Interval b) {
    int order = expressions.order(b.low(), a.high());
    return order < 0 || (order == 0 && (a.highClosed() || b.lowClosed()));
  }

  private Interval joined(Interval a, Interval b) {
    int order = expressions.order(a.high(), b.high());
    boolean closed =
        order == 0 ? a.highClosed() || b.highClosed() : order > 0 ? a.highClosed() : b.highClosed();
    return new Interval(a.low(), a.lowClosed(), order >= 0 ? a.high() : b.high(), closed);
  }

  private Region intersection(Region a, Region b) {
    List<Interval> common = new ArrayList<>();
    for (Interval left : a.intervals()) {
      for (Interval right : b.intervals()) {
        common.add(common(left, right));
      }
    }
    return normal(new Region(common));
  }

  private Interval common(Interval a, Interval b) {
    int low = expressions.order(a.low(), b.low());
    int high = expressions.order(a.high(), b.high());
    boolean lowClosed =
        low == 0 ? a.lowClosed() && b.lowClosed() : low > 0 ? a.lowClosed() : b.lowClosed();
    boolean highClosed =
        high == 0 ? a.highClosed() && b.highClosed() : high < 0 ? a.highClosed() : b.highClosed();
    return new Interval(
        low >= 0 ? a.low() : b.low(), lowClosed, high <= 0 ? a.high() : b.high(), highClosed);
  }

  private Region complement(Region region) {
    List<Interval> gaps = new ArrayList<>();
    Expr low = Const.INFINITY.negated();
    boolean closed = false;
    for (Interval interval : normal(region).intervals()) {
      gaps.add(
          new Interval(
              low,
              closed,
              interval.low(),
              !interval.lowClosed() && Expressions.infinity(interval.low()) == 0));
      low = interval.high();
      closed = !interval.highClosed() && Expressions.infinity(low) == 0;
    }
    gaps.add(new Interval(low, closed, Const.INFINITY, false));
    return normal(new Region(gaps));
  }

  Equality compare(Region a, Region b) {
    List<Interval> left = normal(a).intervals();
    List<Interval> right = normal(b).intervals();
    if (left.size() != right.size()) {
      return Equality.DIFFERENT;
    }
    Equality result = Equality.EQUAL;
    for (int i = 0; i < left.size(); i++) {
      result = result.and(compare(left.get(i), right.get(i)));
    }
    return result;
  }

  private Equality compare(Interval a, Interval b) {
    boolean kind = a.lowClosed() == b.lowClosed() && a.highClosed() == b.highClosed();
    return Equality.of(kind)
        .and(expressions.compare(a.low(), b.low()))
        .and(expressions.compare(a.high(), b.high()));
  }
}
