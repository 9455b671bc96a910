package dev.belay.jinja.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Elements by index and slices, negative ones and steps included. */
public final class Slicing {

  /** A slice as written; {@link None} stands for what was left out. */
  public record Slice(Object start, Object stop, Object step) {}

  private record Steps(int start, int count, int step) {}

  private Slicing() {}

  /** {@code value[index]} of a sequence; empty where Python raises a type or lookup error. */
  public static Optional<Object> element(Object value, Object index) {
    if (index instanceof Slice slice) {
      return slice(value, slice);
    }
    OptionalInt position = Numbers.clampedInt(index);
    if (position.isEmpty()) {
      return Optional.empty();
    }
    return switch (value) {
      case List<?> list -> at(position.getAsInt(), list.size(), list::get);
      case Tuple(List<Object> items) -> at(position.getAsInt(), items.size(), items::get);
      case Range range -> at(position.getAsInt(), range.size(), range.toList()::get);
      case String text -> character(text, position.getAsInt());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> character(String text, int position) {
    return at(position, CodePoints.length(text), i -> CodePoints.substring(text, i, i + 1));
  }

  private static Optional<Object> at(int position, int length, IntFunction<?> item) {
    long index = position < 0 ? (long) position + length : position;
    return index < 0 || index >= length ? Optional.empty() : Optional.of(item.apply((int) index));
  }

  private static Optional<Object> slice(Object value, Slice slice) {
    OptionalInt length =
        value instanceof Undefined || value instanceof Dict || value instanceof DictView
            ? OptionalInt.empty()
            : Iteration.length(value);
    if (length.isEmpty()) {
      return Optional.empty();
    }
    Optional<Steps> found = steps(slice, length.getAsInt());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Steps steps = found.get();
    return switch (value) {
      case String text -> Optional.of(pick(text, steps));
      case List<?> list -> Optional.of(pick(list, steps));
      case Tuple(List<Object> items) -> Optional.of(new Tuple(pick(items, steps)));
      case Range range -> Optional.of(pick(range, steps));
      default -> Optional.empty();
    };
  }

  private static Optional<Steps> steps(Slice slice, int length) {
    OptionalInt step = bound(slice.step(), 1);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    int by = step.getAsInt();
    if (by == 0) {
      throw new JinjaException("slice step cannot be zero");
    }
    OptionalInt start = bound(slice.start(), by > 0 ? 0 : Integer.MAX_VALUE);
    OptionalInt stop = bound(slice.stop(), by > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
    if (start.isEmpty() || stop.isEmpty()) {
      return Optional.empty();
    }
    long low = by > 0 ? 0 : -1;
    long high = by > 0 ? length : length - 1L;
    long from = clip(start.getAsInt(), length, low, high);
    long to = clip(stop.getAsInt(), length, low, high);
    long count = by > 0 ? (to - from + by - 1) / by : (from - to - by - 1L) / -(long) by;
    return Optional.of(new Steps((int) from, (int) Math.max(0, count), by));
  }

  private static OptionalInt bound(Object value, int otherwise) {
    return value == None.NONE ? OptionalInt.of(otherwise) : Numbers.clampedInt(value);
  }

  private static long clip(int index, int length, long low, long high) {
    long position = index < 0 ? (long) index + length : index;
    return Math.clamp(position, low, high);
  }

  private static String pick(String text, Steps steps) {
    if (steps.count() == 0) {
      return "";
    }
    if (steps.step() == 1) {
      return CodePoints.substring(text, steps.start(), steps.start() + steps.count());
    }
    int[] points = text.codePoints().toArray();
    StringBuilder picked = new StringBuilder(steps.count());
    for (int i = 0; i < steps.count(); i++) {
      picked.appendCodePoint(points[steps.start() + i * steps.step()]);
    }
    return picked.toString();
  }

  private static List<Object> pick(List<?> items, Steps steps) {
    List<Object> picked = new ArrayList<>(steps.count());
    for (int i = 0; i < steps.count(); i++) {
      picked.add(items.get(steps.start() + i * steps.step()));
    }
    return picked;
  }

  private static Range pick(Range range, Steps steps) {
    long start = range.start() + range.step() * steps.start();
    long step = range.step() * steps.step();
    return new Range(start, start + step * steps.count(), step);
  }
}
