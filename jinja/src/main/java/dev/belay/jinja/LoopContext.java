package dev.belay.jinja;

import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Callable;
import dev.belay.jinja.value.HasAttributes;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Lazy;
import dev.belay.jinja.value.NativeFunction;
import dev.belay.jinja.value.Signature;
import dev.belay.jinja.value.Tuple;
import dev.belay.jinja.value.Undefined;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The {@code loop} variable: where a loop stands among its items. */
final class LoopContext implements HasAttributes, Callable {

  private final RenderContext context;
  private final int depth0;
  private final Optional<UnaryOperator<Object>> recurse;
  private Iterator<Object> items;
  private OptionalInt length;
  private long index0 = -1;
  private @Nullable Object before;
  private @Nullable Object current;
  private @Nullable Object after;
  private @Nullable Object lastChanged;

  /**
   * @param iterable what is looped over
   * @param depth0 how deep a recursive loop is, from 0
   * @param recurse renders the loop over other items, when it is recursive
   */
  LoopContext(
      RenderContext context, Object iterable, int depth0, Optional<UnaryOperator<Object>> recurse) {
    this.context = context;
    this.depth0 = depth0;
    this.recurse = recurse;
    this.items = context.iterate(iterable);
    this.length = Iteration.length(iterable);
  }

  boolean hasNext() {
    return after != null || items.hasNext();
  }

  Object next() {
    Object item = after != null ? after : items.next();
    after = null;
    index0++;
    before = current;
    current = item;
    return item;
  }

  int depth() {
    return depth0 + 1;
  }

  @Override
  public Optional<Object> attribute(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "index" -> index0 + 1;
          case "index0" -> index0;
          case "length" -> length();
          case "revindex" -> length() - index0;
          case "revindex0" -> length() - index0 - 1;
          case "first" -> index0 == 0;
          case "last" -> peek() == null;
          case "depth" -> depth0 + 1L;
          case "depth0" -> (long) depth0;
          case "previtem" ->
              before == null ? Undefined.because("there is no previous item") : before;
          case "nextitem" -> {
            Object next = peek();
            yield next == null ? Undefined.because("there is no next item") : next;
          }
          case "cycle" -> function("cycle", this::cycle);
          case "changed" -> function("changed", this::changed);
          default -> null;
        });
  }

  private static NativeFunction function(String name, Function<List<Object>, Object> body) {
    return new NativeFunction(
        name, Signature.of("*"), arguments -> body.apply(arguments.all().positional()));
  }

  private @Nullable Object peek() {
    if (after == null && items.hasNext()) {
      after = items.next();
    }
    return after;
  }

  private long length() {
    if (length.isEmpty()) {
      List<Object> rest = context.list(new Lazy("iterator", items));
      items = rest.iterator();
      length = OptionalInt.of((int) (rest.size() + index0 + 1 + (after == null ? 0 : 1)));
    }
    return length.getAsInt();
  }

  private Object cycle(List<Object> values) {
    if (values.isEmpty()) {
      throw new JinjaException("no items for cycling given");
    }
    return values.get((int) (index0 % values.size()));
  }

  private Object changed(List<Object> values) {
    Tuple now = new Tuple(values);
    boolean changed = lastChanged == null || !context.comparison().equal(lastChanged, now);
    lastChanged = now;
    return changed;
  }

  @Override
  public Object call(CallArguments arguments) {
    UnaryOperator<Object> render =
        recurse.orElseThrow(
            () ->
                new JinjaException(
                    "The loop must have the 'recursive' marker to be called recursively."));
    if (arguments.positional().size() != 1 || !arguments.named().isEmpty()) {
      throw new JinjaException("loop() takes the items to visit and nothing else");
    }
    return render.apply(arguments.positional().getFirst());
  }

  @Override
  public String describe() {
    return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
  }
}
