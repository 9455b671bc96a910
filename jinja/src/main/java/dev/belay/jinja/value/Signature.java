package dev.belay.jinja.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a function written in Java. As text: names in order, optional ones end in {@code
 * ?}; {@code /} first when none may be given by name, {@code *} last when more may follow by
 * position, {@code **} last when anything may be given.
 */
public final class Signature {

  private final List<String> names = new ArrayList<>();
  private int required;
  private boolean positionalOnly;
  private boolean morePositional;
  private boolean moreNamed;

  private Signature() {}

  public static Signature of(String text) {
    Signature signature = new Signature();
    Arrays.stream(text.split(" ")).filter(part -> !part.isEmpty()).forEach(signature::add);
    return signature;
  }

  private void add(String part) {
    switch (part) {
      case "/" -> positionalOnly = true;
      case "*" -> morePositional = true;
      case "**" -> {
        morePositional = true;
        moreNamed = true;
      }
      default -> {
        boolean optional = part.endsWith("?");
        names.add(optional ? part.substring(0, part.length() - 1) : part);
        required = optional ? required : names.size();
      }
    }
  }

  /** Gives each parameter its argument, as Python does. */
  public BoundArguments bind(String function, CallArguments arguments) {
    List<Object> positional = arguments.positional();
    if (positional.size() > names.size() && !morePositional) {
      throw new JinjaException(
          "%s() takes at most %d arguments, %d given"
              .formatted(function, names.size(), positional.size()));
    }
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (int i = 0; i < Math.min(names.size(), positional.size()); i++) {
      values[i] = positional.get(i);
    }
    bindNamed(function, arguments.named(), values);
    for (int i = 0; i < required; i++) {
      if (values[i] == null) {
        throw new JinjaException("%s() misses its argument '%s'".formatted(function, names.get(i)));
      }
    }
    return new BoundArguments(function, values, arguments);
  }

  private void bindNamed(String function, Map<String, Object> named, @Nullable Object[] values) {
    if (moreNamed) {
      return;
    }
    named.forEach(
        (name, value) -> {
          int index = positionalOnly ? -1 : names.indexOf(name);
          if (index < 0) {
            throw new JinjaException(
                "%s() got an unexpected keyword argument '%s'".formatted(function, name));
          }
          if (values[index] != null) {
            throw new JinjaException(
                "%s() got multiple values for argument '%s'".formatted(function, name));
          }
          values[index] = value;
        });
  }
}
