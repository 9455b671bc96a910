package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.NativeFunction;
import dev.belay.jinja.value.Signature;
import java.util.Map;

/** A method of a built-in type. */
record Method<T>(String name, Signature signature, Body<T> body) {

  /** What the method does. */
  @FunctionalInterface
  interface Body<T> {
    Object apply(RenderContext context, T self, BoundArguments arguments);
  }

  /** The method of one value, ready to be called. */
  NativeFunction bind(RenderContext context, T self) {
    return new NativeFunction(
        name,
        signature,
        arguments -> {
          context.budget().call(self, arguments.all());
          return context.budget().made(body.apply(context, self, arguments));
        });
  }

  static <T> void define(
      Map<String, Method<T>> table, String name, String signature, Body<T> body) {
    table.put(name, new Method<>(name, Signature.of(signature), body));
  }
}
