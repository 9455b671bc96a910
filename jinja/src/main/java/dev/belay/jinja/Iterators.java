package dev.belay.jinja;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Iterators over others that do their work item by item. */
final class Iterators {

  private Iterators() {}

  /** Begins only when it is asked for its first item, as a generator does. */
  static Iterator<Object> deferred(Supplier<Iterator<Object>> begin) {
    return new Iterator<>() {
      private @Nullable Iterator<Object> items;

      private Iterator<Object> items() {
        Iterator<Object> begun = items;
        if (begun == null) {
          begun = begin.get();
          items = begun;
        }
        return begun;
      }

      @Override
      public boolean hasNext() {
        return items().hasNext();
      }

      @Override
      public Object next() {
        return items().next();
      }
    };
  }

  static Iterator<Object> map(Iterator<Object> items, UnaryOperator<Object> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Object next() {
        return function.apply(items.next());
      }
    };
  }

  static Iterator<Object> filter(Iterator<Object> items, Predicate<Object> passes) {
    return new Iterator<>() {
      private @Nullable Object next;

      @Override
      public boolean hasNext() {
        while (next == null && items.hasNext()) {
          Object item = items.next();
          next = passes.test(item) ? item : null;
        }
        return next != null;
      }

      @Override
      public Object next() {
        Object item = hasNext() ? next : null;
        if (item == null) {
          throw new NoSuchElementException();
        }
        next = null;
        return item;
      }
    };
  }
}
