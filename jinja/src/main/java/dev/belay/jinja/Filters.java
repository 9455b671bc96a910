package dev.belay.jinja;

import dev.belay.jinja.value.JinjaException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All filters by name. */
final class Filters {

  private static final Map<String, FilterDefinition> TABLE = new HashMap<>();

  static {
    TextFilters.defineIn(TABLE);
    NumberFilters.defineIn(TABLE);
    SequenceFilters.defineIn(TABLE);
    SelectionFilters.defineIn(TABLE);
    OrderFilters.defineIn(TABLE);
  }

  private Filters() {}

  static FilterDefinition named(String name) {
    FilterDefinition filter = TABLE.get(name);
    if (filter == null) {
      throw new JinjaException("No filter named '" + name + "'.");
    }
    return filter;
  }

  static Set<String> names() {
    return TABLE.keySet();
  }
}
