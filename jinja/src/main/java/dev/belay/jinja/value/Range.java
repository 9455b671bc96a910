package dev.belay.jinja.value;

import java.util.AbstractList;
import java.util.List;

/** Python's range, of at most 100 000 items as in Jinja's sandbox. */
public record Range(long start, long stop, long step) {

  private static final int MAX_ITEMS = 100_000;

  public Range {
    if (step == 0) {
      throw new JinjaException("range() arg 3 must not be zero");
    }
    if (count(start, stop, step) > MAX_ITEMS) {
      throw new JinjaException(
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_ITEMS + ").");
    }
  }

  private static double count(long start, long stop, long step) {
    return Math.max(0, Math.ceil(((double) stop - start) / step));
  }

  public int size() {
    return (int) count(start, stop, step);
  }

  public List<Object> toList() {
    int size = size();
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return start + step * index;
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
