package dev.belay.jinja.value;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Python's {@code ==}, order and {@code in}. */
public final class Comparison {

  private final Budget budget;

  public Comparison(Budget budget) {
    this.budget = budget;
  }

  public boolean equal(Object a, Object b) {
    budget.step();
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return order(a, b) == 0 && !isNan(a) && !isNan(b);
    }
    return switch (a) {
      case String text when b instanceof String other -> {
        if (text.length() == other.length()) {
          budget.read(text);
        }
        yield text.equals(other);
      }
      case List<?> list when b instanceof List<?> other -> equalItems(list, other);
      case Tuple(List<Object> items) when b instanceof Tuple(List<Object> other) ->
          equalItems(items, other);
      case Dict dict when b instanceof Dict other -> equalDicts(dict, other);
      case Range range when b instanceof Range other -> {
        budget.copy(range);
        yield range.toList().equals(other.toList());
      }
      case DictView view when b instanceof DictView other -> equalViews(view, other);
      default -> a.equals(b);
    };
  }

  private boolean equalItems(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    budget.enter();
    boolean equal = true;
    for (int i = 0; i < a.size() && equal; i++) {
      equal = same(a.get(i), b.get(i));
    }
    budget.leave();
    return equal;
  }

  private boolean equalDicts(Dict a, Dict b) {
    if (a.size() != b.size()) {
      return false;
    }
    budget.enter();
    boolean equal = true;
    for (Dict.Item item : a.items()) {
      Optional<Object> other = b.get(item.key());
      equal = other.isPresent() && same(item.value(), other.get());
      if (!equal) {
        break;
      }
    }
    budget.leave();
    return equal;
  }

  private boolean equalViews(DictView a, DictView b) {
    if (a.kind() != b.kind() || a.kind() == DictView.Kind.VALUES) {
      return a.kind() == b.kind() && a.dict() == b.dict();
    }
    List<Object> others = b.toList();
    return a.dict().size() == b.dict().size()
        && a.toList().stream().allMatch(item -> contains(others, item));
  }

  /** Identical or equal, which is how containers compare their items. */
  @SuppressWarnings("ReferenceEquality") // Python's "is" comes first: a NaN in a list is itself.
  private boolean same(Object a, Object b) {
    return a == b || equal(a, b);
  }

  /** Negative, zero or positive; an error where Python has no order. */
  public int order(Object a, Object b) {
    budget.step();
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return orderNumbers(a, b);
    }
    return switch (a) {
      case String text when b instanceof String other -> {
        budget.read(text);
        yield orderText(text, other);
      }
      case List<?> list when b instanceof List<?> other -> orderItems(list, other);
      case Tuple(List<Object> items) when b instanceof Tuple(List<Object> other) ->
          orderItems(items, other);
      case Undefined undefined -> throw undefined.failure();
      default -> throw unordered(a, b);
    };
  }

  private static JinjaException unordered(Object a, Object b) {
    return b instanceof Undefined undefined
        ? undefined.failure()
        : new JinjaException(
            "'<' not supported between instances of '%s' and '%s'"
                .formatted(TypeNames.of(a), TypeNames.of(b)));
  }

  private static int orderNumbers(Object a, Object b) {
    if (a instanceof Long left && b instanceof Long right) {
      return Long.compare(left, right);
    }
    if (special(a) || special(b)) {
      double left = Numbers.asDouble(a);
      double right = Numbers.asDouble(b);
      return left < right ? -1 : left > right ? 1 : 0;
    }
    return exact(a).compareTo(exact(b));
  }

  private static boolean special(Object number) {
    return number instanceof Double value && (value.isNaN() || value.isInfinite());
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Double value
        ? new BigDecimal(value)
        : new BigDecimal(Numbers.big(number).orElseThrow());
  }

  private static boolean isNan(Object number) {
    return number instanceof Double value && value.isNaN();
  }

  private static int orderText(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean leftHigh = Character.isSurrogate(left);
        // Surrogates stand for code points above every other UTF-16 unit.
        return leftHigh == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : leftHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private int orderItems(List<?> a, List<?> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      if (!same(a.get(i), b.get(i))) {
        budget.enter();
        int order = order(a.get(i), b.get(i));
        budget.leave();
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** Whether {@code a op b} holds, for {@code <}, {@code <=}, {@code >} and {@code >=}. */
  public boolean holds(String operator, Object a, Object b) {
    if ((isNan(a) && Numbers.isNumber(b)) || (isNan(b) && Numbers.isNumber(a))) {
      return false;
    }
    int order = order(a, b);
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** {@code item in container}. */
  public boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      if (item instanceof String part) {
        budget.read(text);
        budget.read(part);
        return Needle.forward(part).next(text, 0) >= 0;
      }
      throw new JinjaException(
          "'in <string>' requires string as left operand, not " + TypeNames.of(item));
    }
    if (container instanceof Dict dict) {
      budget.read(item);
      return dict.containsKey(item);
    }
    if (container instanceof DictView) {
      budget.copy(container);
    }
    Iterator<Object> items = Iteration.of(container);
    while (items.hasNext()) {
      if (same(items.next(), item)) {
        return true;
      }
    }
    return false;
  }
}
