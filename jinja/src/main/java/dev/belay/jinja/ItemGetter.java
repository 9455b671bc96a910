package dev.belay.jinja;

import dev.belay.jinja.value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Functions that look an attribute up: {@code "a"}, {@code "a.b.0"}, {@code 1}. */
final class ItemGetter {

  private final RenderContext context;

  ItemGetter(RenderContext context) {
    this.context = context;
  }

  /** The item itself where no attribute is asked for. */
  UnaryOperator<Object> of(Optional<Object> attribute, Optional<Object> otherwise) {
    List<Object> path = attribute.map(this::path).orElse(List.of());
    return item -> {
      Object value = item;
      for (Object part : path) {
        value = context.attributes().subscript(value, part);
        if (value instanceof Undefined && otherwise.isPresent()) {
          value = otherwise.get();
        }
      }
      return value;
    };
  }

  /** What items are compared by: strings in lower case unless case matters. */
  UnaryOperator<Object> key(Optional<Object> attribute, boolean caseSensitive) {
    UnaryOperator<Object> getter = of(attribute, Optional.empty());
    return caseSensitive ? getter : item -> ignoringCase(getter.apply(item));
  }

  Object ignoringCase(Object value) {
    return value instanceof String text ? context.budget().made(TextCase.lower(text)) : value;
  }

  private List<Object> path(Object attribute) {
    if (!(attribute instanceof String text)) {
      return List.of(attribute);
    }
    List<Object> path = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      boolean number = TextCase.all(part, c -> c >= '0' && c <= '9') && part.length() < 10;
      path.add(number ? (Object) (long) Integer.parseInt(part) : part);
    }
    return path;
  }
}
