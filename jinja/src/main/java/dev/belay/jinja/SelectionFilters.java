package dev.belay.jinja;

import static dev.belay.jinja.FilterDefinition.defineGenerator;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Truth;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Filters that apply another filter, or a test, to each item; their values are generators. */
final class SelectionFilters {

  private SelectionFilters() {}

  static void defineIn(Map<String, FilterDefinition> table) {
    defineGenerator(table, "map", "**", SelectionFilters::map);
    defineGenerator(
        table, "select", "**", (r, in, a) -> select(r, in, a.all(), Optional.empty(), true));
    defineGenerator(
        table, "reject", "**", (r, in, a) -> select(r, in, a.all(), Optional.empty(), false));
    defineGenerator(table, "selectattr", "**", (r, in, a) -> selectAttribute(r, in, a.all(), true));
    defineGenerator(
        table, "rejectattr", "**", (r, in, a) -> selectAttribute(r, in, a.all(), false));
  }

  private static Iterator<Object> map(RenderContext context, Object in, BoundArguments a) {
    if (!Truth.of(in)) {
      return Collections.emptyIterator();
    }
    UnaryOperator<Object> function = function(context, a.all());
    return Iterators.map(context.iterate(in), function);
  }

  private static UnaryOperator<Object> function(RenderContext context, CallArguments arguments) {
    if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
      Map<String, Object> named = arguments.namedCopy();
      Optional<Object> attribute = Optional.ofNullable(named.remove("attribute"));
      Optional<Object> otherwise =
          Optional.ofNullable(named.remove("default")).filter(value -> value != None.NONE);
      if (!named.isEmpty()) {
        throw new JinjaException(
            "Unexpected keyword argument '" + named.keySet().iterator().next() + "'");
      }
      return new ItemGetter(context).of(attribute, otherwise);
    }
    String name = name(arguments, "map requires a filter argument");
    CallArguments rest = arguments.skip(1);
    return item -> context.filter(name, item, rest);
  }

  private static String name(CallArguments arguments, String problem) {
    if (!arguments.positional().isEmpty()
        && arguments.positional().getFirst() instanceof String name) {
      return name;
    }
    throw new JinjaException(problem);
  }

  private static Iterator<Object> selectAttribute(
      RenderContext context, Object in, CallArguments arguments, boolean keep) {
    if (!Truth.of(in)) {
      return Collections.emptyIterator();
    }
    if (arguments.positional().isEmpty()) {
      throw new JinjaException("Missing parameter for attribute name");
    }
    Optional<Object> attribute = Optional.of(arguments.positional().getFirst());
    return select(context, in, arguments.skip(1), attribute, keep);
  }

  private static Iterator<Object> select(
      RenderContext context,
      Object in,
      CallArguments arguments,
      Optional<Object> attribute,
      boolean keep) {
    if (!Truth.of(in)) {
      return Collections.emptyIterator();
    }
    UnaryOperator<Object> getter = new ItemGetter(context).of(attribute, Optional.empty());
    Predicate<Object> test = test(context, arguments);
    Iterator<Object> items = context.iterate(in);
    return Iterators.filter(items, item -> test.test(getter.apply(item)) == keep);
  }

  private static Predicate<Object> test(RenderContext context, CallArguments arguments) {
    if (arguments.positional().isEmpty()) {
      return Truth::of;
    }
    String name = name(arguments, "select requires the name of a test");
    CallArguments rest = arguments.skip(1);
    return item -> context.test(name, item, rest);
  }
}
