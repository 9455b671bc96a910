package dev.belay.jinja;

import static dev.belay.jinja.FilterDefinition.define;
import static dev.belay.jinja.FilterDefinition.defineGenerator;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Tuple;
import dev.belay.jinja.value.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Filters that compare items: sorted, grouped, least, greatest, without repeats. */
final class OrderFilters {

  private OrderFilters() {}

  static void defineIn(Map<String, FilterDefinition> table) {
    define(table, "sort", "reverse? case_sensitive? attribute?", OrderFilters::sort);
    define(table, "dictsort", "case_sensitive? by? reverse?", OrderFilters::dictSort);
    defineGenerator(table, "unique", "case_sensitive? attribute?", OrderFilters::unique);
    define(table, "groupby", "attribute default? case_sensitive?", OrderFilters::groupBy);
    define(table, "min", "case_sensitive? attribute?", (r, in, a) -> extreme(r, in, a, -1));
    define(table, "max", "case_sensitive? attribute?", (r, in, a) -> extreme(r, in, a, 1));
  }

  private static List<Object> sorted(
      RenderContext context, List<Object> items, UnaryOperator<Object> key, boolean reverse) {
    record Keyed(Object key, Object item) {}
    List<Keyed> keyed = new ArrayList<>(items.size());
    items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
    Comparator<Keyed> order = (a, b) -> context.comparison().order(a.key(), b.key());
    // As in Python, equal items keep their order when sorted in reverse too.
    keyed.sort(reverse ? order.reversed() : order);
    List<Object> sorted = new ArrayList<>(items.size());
    keyed.forEach(each -> sorted.add(each.item()));
    return sorted;
  }

  private static Object sort(RenderContext context, Object in, BoundArguments a) {
    boolean caseSensitive = a.truth(1, false);
    UnaryOperator<Object> key = key(context, a.present(2), caseSensitive);
    return sorted(context, context.list(in), key, a.flag(0));
  }

  /** Attributes separated by commas, compared one after the other; equal ones need no order. */
  private static UnaryOperator<Object> key(
      RenderContext context, Optional<Object> attribute, boolean caseSensitive) {
    ItemGetter getters = new ItemGetter(context);
    List<UnaryOperator<Object>> keys = new ArrayList<>();
    if (attribute.isPresent() && attribute.get() instanceof String names) {
      for (String name : names.split(",", -1)) {
        keys.add(getters.key(Optional.of(name), caseSensitive));
      }
    } else {
      keys.add(getters.key(attribute, caseSensitive));
    }
    return item -> keys.stream().map(key -> key.apply(item)).toList();
  }

  private static Object dictSort(RenderContext context, Object in, BoundArguments a) {
    if (in instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!(in instanceof Dict dict)) {
      throw new JinjaException("'" + PythonText.typeName(in) + "' object has no attribute 'items'");
    }
    String by = a.text(1, "key");
    if (!by.equals("key") && !by.equals("value")) {
      throw new JinjaException("You can only sort by either \"key\" or \"value\"");
    }
    boolean caseSensitive = a.truth(0, false);
    List<Object> items = new ArrayList<>();
    dict.items().forEach(item -> items.add(item.toTuple()));
    Optional<Object> position = Optional.of(by.equals("key") ? 0L : 1L);
    UnaryOperator<Object> key = new ItemGetter(context).key(position, caseSensitive);
    return sorted(context, items, key, a.flag(2));
  }

  private static Iterator<Object> unique(RenderContext context, Object in, BoundArguments a) {
    UnaryOperator<Object> key = new ItemGetter(context).key(a.present(1), a.truth(0, false));
    Dict seen = new Dict();
    return Iterators.filter(
        context.iterate(in),
        item -> {
          Object value = key.apply(item);
          boolean fresh = !seen.containsKey(value);
          context.budget().entries(1);
          seen.put(value, item);
          return fresh;
        });
  }

  private static Object extreme(RenderContext context, Object in, BoundArguments a, int sign) {
    UnaryOperator<Object> key = new ItemGetter(context).key(a.present(1), a.truth(0, false));
    Iterator<Object> items = context.iterate(in);
    if (!items.hasNext()) {
      return Undefined.because("No aggregated item, sequence was empty.");
    }
    Object best = items.next();
    Object bestKey = key.apply(best);
    while (items.hasNext()) {
      Object item = items.next();
      Object itemKey = key.apply(item);
      if (Integer.signum(context.comparison().order(itemKey, bestKey)) == sign) {
        best = item;
        bestKey = itemKey;
      }
    }
    return best;
  }

  private static Object groupBy(RenderContext context, Object in, BoundArguments a) {
    ItemGetter getters = new ItemGetter(context);
    UnaryOperator<Object> value = getters.of(Optional.of(a.get(0)), a.present(1));
    UnaryOperator<Object> key =
        a.truth(2, false) ? value : item -> getters.ignoringCase(value.apply(item));
    List<Object> groups = new ArrayList<>();
    List<Object> group = new ArrayList<>();
    for (Object item : sorted(context, context.list(in), key, false)) {
      boolean same =
          group.isEmpty()
              || context.comparison().equal(key.apply(group.getFirst()), key.apply(item));
      if (!same) {
        groups.add(Tuple.of(value.apply(group.getFirst()), group));
        group = new ArrayList<>();
      }
      group.add(item);
    }
    if (!group.isEmpty()) {
      groups.add(Tuple.of(value.apply(group.getFirst()), group));
    }
    return groups;
  }
}
