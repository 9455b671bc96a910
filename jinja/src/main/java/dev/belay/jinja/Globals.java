package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Callable;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.HasAttributes;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Namespace;
import dev.belay.jinja.value.NativeFunction;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Numbers;
import dev.belay.jinja.value.Range;
import dev.belay.jinja.value.Signature;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions that every template finds. */
final class Globals {

  private final RenderContext context;

  Globals(RenderContext context) {
    this.context = context;
  }

  Scope scope() {
    Scope scope = new Scope();
    define(scope, "range", "/ a b? c?", this::range);
    define(scope, "namespace", "**", arguments -> namespace(arguments.all()));
    define(scope, "raise_exception", "message", this::raise);
    define(scope, "strftime_now", "format", this::now);
    define(scope, "cycler", "*", arguments -> new Cycler(arguments.all().positional()));
    define(scope, "joiner", "sep?", arguments -> new Joiner(arguments.text(0, ", ")));
    scope.set("dict", new DictType());
    return scope;
  }

  private static void define(Scope scope, String name, String signature, NativeFunction.Body body) {
    scope.set(name, new NativeFunction(name, Signature.of(signature), body));
  }

  private Object range(BoundArguments a) {
    long first = integer(a, 0);
    if (a.optional(1).isEmpty()) {
      return new Range(0, first, 1);
    }
    return new Range(first, integer(a, 1), a.optional(2).isEmpty() ? 1 : integer(a, 2));
  }

  private static long integer(BoundArguments a, int index) {
    if (!Numbers.isInteger(a.get(index))) {
      throw a.wrongType(index, "int");
    }
    return a.count(index);
  }

  private Object namespace(CallArguments arguments) {
    Namespace namespace = new Namespace();
    dict(arguments).items().forEach(item -> namespace.set(item.key(), item.value()));
    return namespace;
  }

  private Object raise(BoundArguments a) {
    throw new JinjaException(context.str(a.get(0)));
  }

  private Object now(BoundArguments a) {
    context.budget().charge(a.text(0).length()); // Each character may be a part of a date.
    String text = Strftime.format(LocalDateTime.now(context.clock()), a.text(0));
    context.budget().text(text.length());
    return text;
  }

  /** {@code dict(mapping or pairs, name=value…)}. */
  private Dict dict(CallArguments arguments) {
    if (arguments.positional().size() > 1) {
      throw new JinjaException("dict expected at most 1 argument");
    }
    Dict dict = new Dict();
    for (Object source : arguments.positional()) {
      if (source instanceof Dict other) {
        context.budget().entries(other.size());
        dict.putAll(other);
      } else {
        putPairs(dict, source);
      }
    }
    context.budget().entries(arguments.named().size());
    arguments.named().forEach(dict::put);
    return dict;
  }

  private void putPairs(Dict dict, Object source) {
    Iterator<Object> pairs = context.iterate(source);
    while (pairs.hasNext()) {
      context.budget().entries(1);
      List<Object> pair = context.list(pairs.next());
      if (pair.size() != 2) {
        throw new JinjaException(
            "dictionary update sequence element has length " + pair.size() + "; 2 is required");
      }
      dict.put(pair.get(0), pair.get(1));
    }
  }

  /** The global {@code dict}: called, or asked for {@code fromkeys}. */
  private final class DictType implements Callable, HasAttributes {

    @Override
    public Object call(CallArguments arguments) {
      return dict(arguments);
    }

    @Override
    public Optional<Object> attribute(String name) {
      return ContainerMethods.ofDict(name)
          .filter(method -> method.name().equals("fromkeys"))
          .map(method -> method.bind(context, new Dict()));
    }

    @Override
    public String describe() {
      return "<dict>";
    }
  }

  /** {@code cycler(a, b)}: gives its items in turn. */
  private static final class Cycler implements HasAttributes {
    private final List<Object> items;
    private int position;

    Cycler(List<Object> items) {
      if (items.isEmpty()) {
        throw new JinjaException("at least one item has to be provided");
      }
      this.items = items;
    }

    @Override
    public Optional<Object> attribute(String name) {
      return switch (name) {
        case "current" -> Optional.of(items.get(position));
        case "next" -> Optional.of(new NativeFunction(name, Signature.of(""), _ -> next()));
        case "reset" -> Optional.of(new NativeFunction(name, Signature.of(""), _ -> reset()));
        default -> Optional.empty();
      };
    }

    private Object next() {
      Object item = items.get(position);
      position = (position + 1) % items.size();
      return item;
    }

    private Object reset() {
      position = 0;
      return None.NONE;
    }
  }

  /** {@code joiner(", ")}: nothing the first time, then the separator. */
  private static final class Joiner implements Callable {
    private final String separator;
    private boolean used;

    Joiner(String separator) {
      this.separator = separator;
    }

    @Override
    public Object call(CallArguments arguments) {
      String text = used ? separator : "";
      used = true;
      return text;
    }

    @Override
    public String describe() {
      return "<Joiner>";
    }
  }

  /** Variables over the functions. */
  static Scope over(RenderContext context, Map<String, Object> variables) {
    Scope scope = new Scope(new Globals(context).scope());
    variables.forEach(scope::set);
    return scope;
  }
}
