package dev.belay.jinja.value;

import java.util.List;

/** Python's tuple. */
public record Tuple(List<Object> items) {

  public Tuple {
    items = List.copyOf(items);
  }

  public static Tuple of(Object... items) {
    return new Tuple(List.of(items));
  }
}
