package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Relation;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import dev.belay.core.verify.math.Value.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What several values are together. */
final class Lists {
  static final String INTEGERS = "integers";
  private static final Map<String, String> NAMES =
      Map.of(
          "Z", INTEGERS, "N", "natural numbers", "Q", "rational numbers", "C", "complex numbers");

  private Lists() {}

  /** Values of which any is an answer: {@code x = 1 or x = 2}, {@code x < 1 or x > 2}. */
  static Value either(List<Value> values, Budget budget) {
    if (values.size() == 1) {
      return values.getFirst();
    }
    if (values.stream().allMatch(AnswerParser::isRegion)) {
      return combined(TokenType.UNION, values, budget);
    }
    return named(values, true);
  }

  /**
   * Values in a row: conditions on one variable hold together, amounts in units of one kind are
   * summed, numbers are several answers.
   *
   * @param all at least two values
   * @param joined whether "and" is among the separators
   */
  static Value together(List<Value> all, boolean joined, Budget budget) {
    List<Value> values = withoutIntegers(all);
    if (values.size() == 1) {
      return values.getFirst();
    }
    if (values.stream().allMatch(AnswerParser::isRegion) && isConditions(values)) {
      return combined(TokenType.INTERSECTION, values, budget);
    }
    Value sum = joined ? sum(values) : null;
    return sum == null ? named(values, false) : sum;
  }

  /** That a letter stands for an integer is left out. */
  private static List<Value> withoutIntegers(List<Value> values) {
    boolean integer =
        values.getLast()
                instanceof Named(String name, Expr left, Words(String normal, Expr product))
            && normal.equals(INTEGERS);
    return integer ? values.subList(0, values.size() - 1) : values;
  }

  private static boolean isConditions(List<Value> values) {
    String name =
        values.getFirst() instanceof Named(String first, Expr left, Value value) ? first : "";
    return !name.isEmpty()
        && values.stream().allMatch(v -> v instanceof Named named && named.name().equals(name));
  }

  private static Value combined(TokenType operator, List<Value> values, Budget budget) {
    Regions regions = new Regions(budget);
    Value result = values.getFirst();
    for (Value value : values.subList(1, values.size())) {
      result = regions.combined(operator, result, value);
    }
    return result;
  }

  /** {@code 3 hours and 20 minutes}; null for other values. */
  static @Nullable Value sum(List<Value> values) {
    List<Expr> terms = new ArrayList<>();
    Unit unit = null;
    for (Value value : values) {
      boolean known = value instanceof Scalar scalar && scalar.unit().isKnown();
      if (!known || !(value instanceof Scalar(Expr expr, Unit own, boolean percent))) {
        return null;
      }
      unit = unit == null ? own : unit;
      if (!own.dimension().equals(unit.dimension()) || (!terms.isEmpty() && own.equals(unit))) {
        return null;
      }
      Rational factor = own.factor().dividedBy(unit.factor());
      terms.add(Expr.product(new Expr.Num(factor), expr));
    }
    return unit == null ? null : new Scalar(new Expr.Sum(List.copyOf(terms)), unit, false);
  }

  /** {@code x = 1, 2} names both; {@code x = 1, x = 2} are values of one name. */
  private static Value named(List<Value> values, boolean set) {
    if (!(values.getFirst() instanceof Named(String name, Expr left, Value first))) {
      return new Unordered(flat(values), set);
    }
    List<Value> items = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Named(String other, Expr otherLeft, Value inner)) {
        if (!other.equals(name)) {
          return new Unordered(flat(values), set);
        }
        items.add(inner);
      } else if (value instanceof Relation) {
        return new Unordered(flat(values), set);
      } else {
        items.add(value);
      }
    }
    return new Named(name, null, new Unordered(flat(items), true));
  }

  /** Lists in a list, such as those of ±, are part of it. */
  private static List<Value> flat(List<Value> values) {
    List<Value> flat = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Unordered(List<Value> items, boolean set)
          && !set
          && !items.stream().allMatch(Named.class::isInstance)) {
        flat.addAll(items);
      } else {
        flat.add(value);
      }
    }
    return List.copyOf(flat);
  }

  /** The sets of numbers. */
  static Value numbers(String letter) {
    return letter.equals("R")
        ? new Region(List.of(Interval.all()))
        : new Words(NAMES.getOrDefault(letter, letter), null);
  }
}
