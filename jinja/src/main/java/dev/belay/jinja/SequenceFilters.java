package dev.belay.jinja;

import static dev.belay.jinja.FilterDefinition.define;
import static dev.belay.jinja.FilterDefinition.defineGenerator;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.DictView;
import dev.belay.jinja.value.HasAttributes;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Lazy;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Truth;
import dev.belay.jinja.value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Filters of lists, dicts and other things with items. */
final class SequenceFilters {

  private SequenceFilters() {}

  static void defineIn(Map<String, FilterDefinition> table) {
    define(table, "length", "/", (_, in, _) -> (long) Iteration.requireLength(in));
    define(table, "count", "/", (_, in, _) -> (long) Iteration.requireLength(in));
    define(table, "list", "", (context, in, _) -> context.list(in));
    define(table, "join", "d? attribute?", SequenceFilters::join);
    define(table, "first", "", SequenceFilters::first);
    define(table, "last", "", SequenceFilters::last);
    defineGenerator(table, "items", "", SequenceFilters::items);
    define(table, "reverse", "", SequenceFilters::reverse);
    defineGenerator(table, "batch", "linecount fill_with?", SequenceFilters::batch);
    defineGenerator(table, "slice", "slices fill_with?", SequenceFilters::slice);
    define(table, "sum", "attribute? start?", SequenceFilters::sum);
    define(table, "default", "default_value? boolean?", SequenceFilters::defaultValue);
    define(table, "d", "default_value? boolean?", SequenceFilters::defaultValue);
    define(table, "attr", "name", SequenceFilters::attribute);
  }

  private static Object join(RenderContext context, Object in, BoundArguments a) {
    String separator = a.optional(0).map(context::str).orElse("");
    UnaryOperator<Object> getter = new ItemGetter(context).of(a.present(1), Optional.empty());
    BoundedText out = new BoundedText(context.budget());
    Iterator<Object> items = context.iterate(in);
    boolean first = true;
    while (items.hasNext()) {
      out.append(first ? "" : separator).append(context.str(getter.apply(items.next())));
      first = false;
    }
    return out.toString();
  }

  private static Object first(RenderContext context, Object in, BoundArguments a) {
    Iterator<Object> items = context.iterate(in);
    return items.hasNext() ? items.next() : Undefined.because("No first item, sequence was empty.");
  }

  private static Object last(RenderContext context, Object in, BoundArguments a) {
    Iterator<Object> items = reversed(context, in);
    return items.hasNext() ? items.next() : Undefined.because("No last item, sequence was empty.");
  }

  private static Iterator<Object> reversed(RenderContext context, Object in) {
    if (in instanceof Lazy) {
      throw new JinjaException("'" + PythonText.typeName(in) + "' object is not reversible");
    }
    List<Object> items = context.list(in);
    Collections.reverse(items);
    return items.iterator();
  }

  private static Iterator<Object> items(RenderContext context, Object in, BoundArguments a) {
    return switch (in) {
      case Undefined _ -> Collections.emptyIterator();
      case Dict dict -> new DictView(DictView.Kind.ITEMS, dict).toList().iterator();
      default -> throw new JinjaException("Can only get item pairs from a mapping.");
    };
  }

  private static Object reverse(RenderContext context, Object in, BoundArguments a) {
    if (in instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    if (!Iteration.isIterable(in)) {
      throw new JinjaException("argument must be iterable");
    }
    List<Object> items = context.list(in);
    Collections.reverse(items);
    return in instanceof Lazy ? items : new Lazy("reversed", items.iterator());
  }

  private static Iterator<Object> batch(RenderContext context, Object in, BoundArguments a) {
    List<Object> rows = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    Iterator<Object> items = context.iterate(in);
    while (items.hasNext()) {
      if (context.comparison().equal((long) row.size(), a.get(0))) {
        rows.add(row);
        row = new ArrayList<>();
      }
      row.add(items.next());
    }
    if (!row.isEmpty()) {
      if (a.present(1).isPresent()
          && context.comparison().holds("<", (long) row.size(), a.get(0))) {
        context.budget().list(a.count(0));
        row.addAll(Collections.nCopies(a.count(0) - row.size(), a.get(1)));
      }
      rows.add(row);
    }
    return rows.iterator();
  }

  private static Iterator<Object> slice(RenderContext context, Object in, BoundArguments a) {
    int slices = a.count(0);
    if (slices <= 0) {
      throw new JinjaException("slice: at least one slice is needed");
    }
    context.budget().list(slices);
    List<Object> items = context.list(in);
    int each = items.size() / slices;
    int withExtra = items.size() % slices;
    List<Object> all = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < slices; i++) {
      int end = start + each + (i < withExtra ? 1 : 0);
      List<Object> slice = new ArrayList<>(items.subList(start, end));
      if (a.present(1).isPresent() && i >= withExtra) {
        slice.add(a.get(1));
      }
      all.add(slice);
      start = end;
    }
    return all.iterator();
  }

  private static Object sum(RenderContext context, Object in, BoundArguments a) {
    UnaryOperator<Object> getter = new ItemGetter(context).of(a.present(0), Optional.empty());
    Object sum = a.optional(1).orElse(0L);
    if (sum instanceof String) {
      throw new JinjaException("sum() can't sum strings [use ''.join(seq) instead]");
    }
    Iterator<Object> items = context.iterate(in);
    while (items.hasNext()) {
      sum = context.arithmetic().apply("+", sum, getter.apply(items.next()));
    }
    return sum;
  }

  private static Object defaultValue(RenderContext context, Object in, BoundArguments a) {
    boolean missing = in instanceof Undefined || (a.truth(1, false) && !Truth.of(in));
    return missing ? a.optional(0).orElse("") : in;
  }

  /** An attribute proper, never a key. */
  private static Object attribute(RenderContext context, Object in, BoundArguments a) {
    String name = a.text(0);
    if (in instanceof Undefined undefined) {
      throw undefined.failure();
    }
    boolean has = in instanceof HasAttributes || context.attributes().own(in, name).isPresent();
    return has ? context.attributes().attribute(in, name) : Undefined.missing(in, name);
  }
}
