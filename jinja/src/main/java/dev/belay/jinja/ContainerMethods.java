package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.DictView;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Tuple;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of lists, tuples and dicts that change nothing. */
final class ContainerMethods {

  private static final Map<String, Method<List<?>>> LIST = new HashMap<>();
  private static final Map<String, Method<Tuple>> TUPLE = new HashMap<>();
  private static final Map<String, Method<Dict>> DICT = new HashMap<>();

  static {
    Method.define(LIST, "count", "/ item", (context, list, a) -> count(context, list, a.get(0)));
    Method.define(LIST, "index", "/ item start? stop?", ContainerMethods::index);
    Method.define(LIST, "copy", "", (_, list, _) -> list);
    Method.define(
        TUPLE, "count", "/ item", (context, tuple, a) -> count(context, tuple.items(), a.get(0)));
    Method.define(
        TUPLE,
        "index",
        "/ item start? stop?",
        (context, tuple, a) -> index(context, tuple.items(), a));
    Method.define(DICT, "keys", "", (_, dict, _) -> new DictView(DictView.Kind.KEYS, dict));
    Method.define(DICT, "values", "", (_, dict, _) -> new DictView(DictView.Kind.VALUES, dict));
    Method.define(DICT, "items", "", (_, dict, _) -> new DictView(DictView.Kind.ITEMS, dict));
    Method.define(DICT, "copy", "", (_, dict, _) -> dict);
    Method.define(
        DICT,
        "get",
        "/ key default?",
        (_, dict, a) -> dict.get(a.get(0)).or(() -> a.optional(1)).orElse(None.NONE));
    Method.define(
        DICT,
        "fromkeys",
        "/ keys value?",
        (context, _, a) -> fromKeys(context, a.get(0), a.optional(1).orElse(None.NONE)));
  }

  private ContainerMethods() {}

  static Optional<Method<List<?>>> ofList(String name) {
    return Optional.ofNullable(LIST.get(name));
  }

  static Optional<Method<Tuple>> ofTuple(String name) {
    return Optional.ofNullable(TUPLE.get(name));
  }

  static Optional<Method<Dict>> ofDict(String name) {
    return Optional.ofNullable(DICT.get(name));
  }

  /** {@code dict.fromkeys(keys, value)}. */
  static Dict fromKeys(RenderContext context, Object keys, Object value) {
    Dict dict = new Dict();
    Iterator<Object> items = context.iterate(keys);
    while (items.hasNext()) {
      context.budget().entries(1);
      dict.put(items.next(), value);
    }
    return dict;
  }

  private static Object count(RenderContext context, List<?> items, Object wanted) {
    return items.stream().filter(item -> context.comparison().equal(item, wanted)).count();
  }

  private static Object index(RenderContext context, List<?> items, BoundArguments arguments) {
    int start = position(arguments.count(1, 0), items.size());
    int stop = position(arguments.count(2, items.size()), items.size());
    for (int i = start; i < stop; i++) {
      if (context.comparison().equal(items.get(i), arguments.get(0))) {
        return (long) i;
      }
    }
    throw new JinjaException(context.text().repr(arguments.get(0)) + " is not in list");
  }

  private static int position(int index, int length) {
    return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
  }
}
