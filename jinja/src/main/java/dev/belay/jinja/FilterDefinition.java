package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Lazy;
import dev.belay.jinja.value.Signature;
import java.util.Iterator;
import java.util.Map;

/** A filter: what stands before the bar, and arguments, to a value. */
record FilterDefinition(String name, Signature signature, Body body) {

  /** What the filter does. */
  @FunctionalInterface
  interface Body {
    Object apply(RenderContext context, Object input, BoundArguments arguments);
  }

  Object apply(RenderContext context, Object input, CallArguments arguments) {
    context.budget().call(input, arguments);
    return context.budget().made(body.apply(context, input, signature.bind(name, arguments)));
  }

  static void define(
      Map<String, FilterDefinition> table, String name, String signature, Body body) {
    table.put(name, new FilterDefinition(name, Signature.of(signature), body));
  }

  /** What a filter does whose value is a generator: nothing before its first item is asked for. */
  @FunctionalInterface
  interface Generator {
    Iterator<Object> items(RenderContext context, Object input, BoundArguments arguments);
  }

  static void defineGenerator(
      Map<String, FilterDefinition> table, String name, String signature, Generator generator) {
    define(
        table,
        name,
        signature,
        (context, in, a) ->
            Lazy.generator(Iterators.deferred(() -> generator.items(context, in, a))));
  }
}
