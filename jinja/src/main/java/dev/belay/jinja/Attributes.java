package dev.belay.jinja;

import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.HasAttributes;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Range;
import dev.belay.jinja.value.Slicing;
import dev.belay.jinja.value.Tuple;
import dev.belay.jinja.value.Undefined;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code a.b} and {@code a[b]} as Jinja's immutable sandbox resolves them: methods come before keys
 * after a dot, keys before methods in brackets; methods that would change a list or a dict, and
 * Python's internals, are not given out.
 */
final class Attributes {

  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
  private static final Set<String> DICT_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private final RenderContext context;

  Attributes(RenderContext context) {
    this.context = context;
  }

  /** {@code owner.name}. */
  Object attribute(Object owner, String name) {
    requireDefined(owner);
    return own(owner, name)
        .or(() -> item(owner, name))
        .orElseGet(() -> Undefined.missing(owner, name));
  }

  /** {@code owner[key]}; a slice of what has none is an error. */
  Object subscript(Object owner, Object key) {
    requireDefined(owner);
    context.budget().read(owner);
    context.budget().read(key);
    if (key instanceof Slicing.Slice) {
      context.budget().copy(owner);
      return Slicing.element(owner, key)
          .orElseThrow(
              () ->
                  new JinjaException(
                      "'"
                          + PythonText.typeName(owner)
                          + "' object cannot be sliced, or not with such bounds"));
    }
    Optional<Object> item = item(owner, key);
    if (item.isEmpty() && key instanceof String name) {
      item = own(owner, name);
    }
    return item.orElseGet(() -> Undefined.missing(owner, key));
  }

  private static void requireDefined(Object owner) {
    if (owner instanceof Undefined undefined) {
      throw undefined.failure();
    }
  }

  private static Optional<Object> item(Object owner, Object key) {
    return switch (owner) {
      case Dict dict -> lookup(dict, key);
      default -> Slicing.element(owner, key);
    };
  }

  private static Optional<Object> lookup(Dict dict, Object key) {
    boolean hashable = !(key instanceof List<?>) && !(key instanceof Dict);
    return hashable ? dict.get(key) : Optional.empty();
  }

  /** An attribute proper, not an item; empty when there is none. */
  Optional<Object> own(Object owner, String name) {
    if (name.startsWith("__") && name.endsWith("__") && name.length() > 4) {
      return Optional.of(Undefined.unsafe(owner, name));
    }
    return switch (owner) {
      case HasAttributes attributes -> attributes.attribute(name);
      case String text -> StringMethods.named(name).map(method -> method.bind(context, text));
      case List<?> list -> listAttribute(list, name);
      case Tuple tuple -> ContainerMethods.ofTuple(name).map(method -> method.bind(context, tuple));
      case Range range ->
          ContainerMethods.ofList(name)
              .filter(method -> !method.name().equals("copy"))
              .map(method -> method.bind(context, range.toList()));
      case Dict dict -> dictAttribute(dict, name);
      default -> Optional.empty();
    };
  }

  private Optional<Object> listAttribute(List<?> list, String name) {
    if (LIST_CHANGES.contains(name)) {
      return Optional.of(Undefined.unsafe(list, name));
    }
    return ContainerMethods.ofList(name).map(method -> method.bind(context, list));
  }

  private Optional<Object> dictAttribute(Dict dict, String name) {
    if (DICT_CHANGES.contains(name)) {
      return Optional.of(Undefined.unsafe(dict, name));
    }
    return ContainerMethods.ofDict(name).map(method -> method.bind(context, dict));
  }
}
