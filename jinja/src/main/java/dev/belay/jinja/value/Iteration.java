package dev.belay.jinja.value;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;

/** What a loop visits, and how long things are. */
public final class Iteration {

  private Iteration() {}

  /** The items of a value: characters of a string, keys of a dict; an error for a number. */
  public static Iterator<Object> of(Object value) {
    return switch (value) {
      case String text -> characters(text);
      case List<?> list -> objects(list);
      case Tuple tuple -> tuple.items().iterator();
      case Dict dict -> dict.keys().iterator();
      case DictView view -> view.toList().iterator();
      case Range range -> range.toList().iterator();
      case Lazy lazy -> lazy;
      case Undefined _ -> Collections.emptyIterator();
      default -> throw new JinjaException("'" + TypeNames.of(value) + "' object is not iterable");
    };
  }

  public static boolean isIterable(Object value) {
    return value instanceof Lazy || length(value).isPresent();
  }

  /** {@code len(value)}; empty where Python has none. */
  public static OptionalInt length(Object value) {
    return switch (value) {
      case String text -> OptionalInt.of(CodePoints.length(text));
      case List<?> list -> OptionalInt.of(list.size());
      case Tuple tuple -> OptionalInt.of(tuple.items().size());
      case Dict dict -> OptionalInt.of(dict.size());
      case DictView view -> OptionalInt.of(view.dict().size());
      case Range range -> OptionalInt.of(range.size());
      case Undefined _ -> OptionalInt.of(0);
      default -> OptionalInt.empty();
    };
  }

  /** {@code len(value)}, an error where Python has none. */
  public static int requireLength(Object value) {
    return length(value)
        .orElseThrow(
            () -> new JinjaException("object of type '" + TypeNames.of(value) + "' has no len()"));
  }

  /** The items of a list, typed. */
  public static Iterator<Object> objects(List<?> list) {
    Iterator<?> items = list.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Object next() {
        return items.next();
      }
    };
  }

  private static Iterator<Object> characters(String text) {
    PrimitiveIterator.OfInt points = text.codePoints().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return points.hasNext();
      }

      @Override
      public Object next() {
        return Character.toString(points.nextInt());
      }
    };
  }
}
